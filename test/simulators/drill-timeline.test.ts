import { expect, it } from 'vitest'
import { type DrillEpisode, type DrillOrder, type DrillReport, timelineOf } from '../support/drill.ts'

const AT = '2015-04-15T18:00:00+08:00'
const episode = (id: string, kind: string, place: string | null): DrillEpisode => ({
  ...{ id, kind, place, township: 'Dongsi', openedAt: AT, closedAt: null, maxLevel: 4, changes: [] },
  rulePack: { id: kind, version: '1' },
})
const order = (number: string, episode: string): DrillOrder => ({
  ...{ number, cause: { kind: 'episode', id: episode }, episode, place: 'Dongsi-site', township: 'Dongsi', level: 4 },
  ...{ issuedAt: AT, acknowledgedAt: null, releasedAt: null, measures: [], revisions: [] },
})

function report(wind: string, dust: string): DrillReport {
  // In the order of their ids, as a server that makes its own lists what opened at the same instant.
  const episodes = [episode(wind, 'windy-day', null), episode(dust, 'dust-exceedance', 'Dongsi')]
  const counts = { published: 0, acknowledged: 0, stored: 0, quarantined: 0, late: 0, duplicate: 0, values: {} }
  const orders = [order('D-1', wind), order('D-2', dust)]
  return {
    realm: 'drill',
    counts,
    episodes: episodes.sort((a, b) => (a.id < b.id ? -1 : 1)),
    orders,
    notices: [],
    score: {},
  }
}

it('a timeline is the same whatever ids the server gave, and tells two rules of one township apart', () => {
  expect(timelineOf(report('a', 'b'))).toEqual(timelineOf(report('b', 'a')))
  expect(timelineOf(report('a', 'b'))).toMatchObject({
    episodes: [{ name: 'dust-exceedance Dongsi Dongsi' }, { name: 'windy-day Dongsi' }],
    orders: [
      { number: 'D-1', cause: ['episode', 'windy-day Dongsi'] },
      { number: 'D-2', cause: ['episode', 'dust-exceedance Dongsi Dongsi'] },
    ],
  })
})
