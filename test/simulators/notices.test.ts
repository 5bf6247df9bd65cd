import { describe, expect, it } from 'vitest'
import type { Api } from '../../simulators/api.ts'
import { createOfficer, parseNotices, together } from '../../simulators/notices.ts'

const AT = Date.parse('2015-04-16T08:00:00+08:00')

describe('a file of notices', () => {
  it('says when each is recorded; times without a zone are Beijing’s; the earliest comes first', () => {
    const text = JSON.stringify([
      { recordedAt: '2015-04-16T08:00', number: 'b', endsAt: null },
      { recordedAt: AT - 1, number: 'a', startsAt: '2015-04-16T00:00:00Z' },
    ])
    expect(parseNotices(text)).toEqual([
      { recordedAt: AT - 1, body: { number: 'a', startsAt: AT } },
      { recordedAt: AT, body: { number: 'b', endsAt: null } },
    ])
  })

  it.each([
    ['{}', 'found {}, expected a JSON array of notices'],
    ['nonsense', 'found nothing that is JSON, expected a JSON array of notices'],
    ['[3]', 'notice 1: found 3, expected an object'],
    ['[{"number":"a"}]', 'notice 1: recordedAt: found nothing that is JSON, expected a time'],
    ['[{"recordedAt":1,"endsAt":"tonight"}]', 'notice 1: endsAt: found "tonight", expected a time or null'],
  ])('names what is wrong with %s', (text, problem) => {
    expect(parseNotices(text)).toEqual([problem])
  })
})

describe('the duty officer of a drill', () => {
  it('records each notice when its time has come and issues what it demands, if anything', async () => {
    const calls: string[] = []
    const answers = [{ draft: { id: 'd1' } }, {}, { draft: null }]
    const ask: Api['ask'] = async (method, path, body) => {
      calls.push(`${method} ${path} ${JSON.stringify(body)}`)
      return answers.shift() ?? {}
    }
    const notices = [10, 20].map((recordedAt) => ({ recordedAt, body: { number: String(recordedAt) } }))
    const officer = together([createOfficer({ ask } as Api, notices)])
    expect(officer.nextStopAfter(0)).toBe(10)
    await officer.act(9)
    expect(calls).toEqual([])
    await officer.act(10)
    expect(officer.nextStopAfter(10)).toBe(20)
    await officer.act(25)
    expect(calls).toEqual([
      'POST /api/v1/notices {"number":"10"}',
      'POST /api/v1/drafts/d1/issue {}',
      'POST /api/v1/notices {"number":"20"}',
    ])
    expect(officer.nextStopAfter(25)).toBe(Number.POSITIVE_INFINITY)
  })
})
