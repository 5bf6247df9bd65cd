/**
 * A process of its own for the crash tests: stores one change after the other and prints each number once it is
 * confirmed, until somebody kills it. Takes how to open the operations database as JSON in its first argument.
 */
import { openEmbeddedPostgres } from '../../../server/adapters/postgres/open-embedded-postgres.ts'
import { openPostgres } from '../../../server/adapters/postgres/open-postgres.ts'

const settings = JSON.parse(process.argv[2]!)
const operations = await ('url' in settings
  ? openPostgres(settings)
  : openEmbeddedPostgres({ ...settings, workerUrl: new URL(settings.workerUrl) }))

for (let n = (await operations.read.audit.verify()).checked + 1; ; n++) {
  await operations.change(async ({ rules, notifications, audit }) => {
    await rules.save([{ rule: 'windy-day', scope: 'district', state: { n }, judgedAt: n }])
    const key = String(n).padStart(6, '0')
    await notifications.add([
      {
        key,
        kind: 'review',
        orderId: null,
        recipient: 'chief',
        createdAt: n,
        facts: { cause: { kind: 'manual', id: key }, why: '' },
      },
    ])
    const subject = `draft:${n}`
    await audit.append([
      { at: n, actor: 'system', action: 'draft.made', subject, revision: 1, cause: '风速', details: { n } },
    ])
  })
  process.stdout.write(`${n}\n`)
}
