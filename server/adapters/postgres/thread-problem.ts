/**
 * What the thread of the embedded database ended of, as an error with words: the file system inside it throws bare
 * objects with a number (errno of WASI, preview 1), which tell a person "[object Object]".
 */
const MEANINGS: ReadonlyMap<number, string> = new Map([
  [2, 'permission denied (EACCES)'],
  [20, 'there is a file or link already where a folder is needed (EEXIST)'],
  [29, 'the disk cannot be read or written (EIO)'],
  [41, 'too many files are open (EMFILE)'],
  [44, 'a file or folder is missing (ENOENT)'],
  [51, 'no space is left on the disk (ENOSPC)'],
  [54, 'there is a file where a folder is needed (ENOTDIR)'],
  [63, 'not permitted (EPERM)'],
  [69, 'the disk is read-only (EROFS)'],
])

export function threadProblem(thrown: unknown): Error {
  if (thrown instanceof Error && thrown.message !== '') return thrown
  return new Error(wordsFor(thrown), { cause: thrown })
}

function wordsFor(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return String(thrown)
  const errno = 'errno' in thrown && typeof thrown.errno === 'number' ? thrown.errno : null
  if (errno !== null) return MEANINGS.get(errno) ?? `its file system refused (errno ${errno})`
  return 'message' in thrown && thrown.message ? String(thrown.message) : JSON.stringify(thrown)
}
