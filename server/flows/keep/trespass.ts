/** A device that tried to speak for another goes on record. */
import type { Clock } from '../../ports/clock.ts'
import type { Trespass } from '../../ports/inbox.ts'
import type { Log } from '../../ports/log.ts'
import type { Operations } from '../../ports/operations.ts'

export async function auditTrespass(
  operations: Operations,
  clock: Clock,
  { device, topic }: Trespass,
  log: Log,
): Promise<void> {
  const line = {
    at: clock.now(),
    actor: `device:${device}`,
    action: 'device.trespassed',
    subject: `device:${device}`,
    revision: null,
    cause: 'published under the id of another',
    details: { topic },
  }
  try {
    await operations.change((books) => books.audit.append([line]))
  } catch (error) {
    log.error('audit.not-written', { action: line.action, why: String(error) })
  }
}
