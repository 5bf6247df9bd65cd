/** What ends a drill with plain words and exit code 1: a file, a server or a broker that cannot be worked with. */
export class DrillError extends Error {
  override name = 'DrillError'
}
