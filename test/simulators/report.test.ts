import { describe, expect, it } from 'vitest'
import { RULE_KINDS } from '../../server/domain/rules/index.ts'
import { type DrillReport, namedByStation, type ReportedEpisode, type ReportedOrder } from '../../simulators/report.ts'
import { reportText } from '../../simulators/report-text.ts'

const OPENED = '2015-04-15T18:10:00+08:00'
const ofDistrict: ReportedEpisode = {
  ...{ id: 'e1', kind: 'windy-day', township: null, place: null, placeId: null },
  ...{ openedAt: OPENED, closedAt: null, maxLevel: 5 },
}
const ofSite: ReportedEpisode = {
  ...{ id: 'e2', kind: 'dust-exceedance', township: 'Dongsi', place: 'Dongsi 工地', placeId: 'Dongsi-site' },
  ...{ openedAt: OPENED, closedAt: null, maxLevel: 3 },
}

function orderOf(cause: ReportedOrder['cause'], acknowledgedAt: string | null = null): ReportedOrder {
  const episode = cause.kind === 'episode' ? cause.id : null
  return { cause, episode, acknowledgedAt, compliedAt: null, releasedAt: null, cancelledAt: null, revisions: [] }
}

function report(episodes: readonly ReportedEpisode[], orders: readonly ReportedOrder[] = []): DrillReport {
  const span = { from: OPENED, to: OPENED, speed: 'max' } as const
  return { realm: 'drill', file: 'x.csv', ...span, counts: {}, episodes, orders, score: {} }
}

describe('the drill report for people', () => {
  it.each([
    {
      case: 'a windy day by township',
      episode: { ...ofDistrict, township: 'Dongsi' },
      says: '大风过程 windy day · Dongsi ·',
    },
    { case: 'a windy day of the district', episode: ofDistrict, says: '大风过程 windy day · 全区 district ·' },
    { case: 'the dust of one site', episode: ofSite, says: '扬尘高值过程 dust · Dongsi 工地 ·' },
  ])('says $case in the words of the office', ({ episode, says }) => {
    expect(reportText(report([episode]))).toContain(`  ${says} ${OPENED} → 未结束 still open`)
  })

  it('has a word for every rule of the server', () => {
    for (const { id } of RULE_KINDS) expect(reportText(report([{ ...ofDistrict, kind: id }]))).toMatch(/^ {2}.+过程 /m)
  })

  it('counts with an episode the orders it is the cause of, and no other', () => {
    const orders = [
      orderOf({ kind: 'episode', id: 'e1' }, OPENED),
      orderOf({ kind: 'episode', id: 'e1' }),
      orderOf({ kind: 'episode', id: 'e2' }),
      orderOf({ kind: 'notice', id: 'e1' }, OPENED),
    ]
    const text = reportText(report([ofDistrict, ofSite], orders))
    expect(text).toContain('level 5 · 下达 issued 2, 签收 acknowledged 1,')
    expect(text).toContain('level 3 · 下达 issued 1, 签收 acknowledged 0,')
  })
})

describe('the report of a replay', () => {
  it('names the place of an episode by its station, and none where the scope is wider', () => {
    const named = namedByStation(report([ofSite, ofDistrict]), new Map([['Dongsi-site', 'Dongsi']]))
    expect(named.episodes.map(({ place }) => place)).toEqual(['Dongsi', null])
  })

  it('leaves a place that is no station its own name', () => {
    expect(namedByStation(report([ofSite]), new Map()).episodes[0]).toEqual(ofSite)
  })
})
