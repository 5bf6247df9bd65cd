/** The report upward as a long picture: the page it is made of, and what is answered when none can be made. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCamera } from '../../server/adapters/chromium/camera.ts'
import type { NoticeReportView } from '../../server/contract/notice-report.ts'
import { reportTextIn } from '../../server/contract/report-words.ts'
import { HOUR } from '../../server/domain/units.ts'
import { noticePicture } from '../../server/http/report/notice-picture.ts'
import type { Camera, Picture } from '../../server/ports/camera.ts'
import { T0 } from '../support/control-room.ts'
import { type HttpWorld, openHttpWorld } from '../support/http-world.ts'
import { NOTICE_BODY } from '../support/notices.ts'
import { findProgram, isMissing } from '../support/real-server.ts'

const chinese = reportTextIn('zh-CN')
const program = findProgram('chromium')

function aReport(names: readonly string[]): NoticeReportView {
  const iso = '2015-04-15T09:00:00+08:00'
  const never = { deliveredAt: null, acknowledgedAt: null, compliedAt: null, verifiedAt: null, releasedAt: null }
  const measures = [{ measure: 'stopEarthworks' as const, dueAt: iso, doneAt: null, noSuchWorkAt: null }]
  return {
    ...{ id: 'n1', number: '郑环攻坚办〔2015〕12号', issuer: '市攻坚办', startsAt: iso, ceasesAt: null, replyBy: null },
    scope: { kind: 'district', township: null, townshipName: null },
    measures: ['stopEarthworks', 'stopMuckTrucks'],
    at: iso,
    figures: { due: names.length, undelivered: 1 },
    replies: [],
    places: names.map((placeName, n) => ({
      ...{ place: `p${n}`, placeName, placeKind: 'buildingSite', township: '侯寨乡', number: `D${n}`, issuedAt: iso },
      ...{
        ...never,
        part: n === 1 ? 'undelivered' : 'verified',
        hasEnded: false,
        lateMinutes: n === 1 ? 12 : 0,
        measures,
      },
    })),
  }
}

describe('the page of the picture', () => {
  it('escapes every text and asks nothing of anybody', () => {
    const hostile = '<img src=x onerror=alert(1)>"\'&'
    const report = { ...aReport([hostile]), number: hostile, issuer: hostile }
    const html = noticePicture(report, chinese, true)
    expect(html).not.toContain('<img')
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;')
    expect(html).not.toMatch(/<script|https?:|url\(|\ssrc=(?!x)/)
    expect(html).toContain("default-src 'none'")
    expect(html).toContain('<h1>（演练）关于落实')
  })

  it('names who owes first, 400 places at most, and says how many more there are', () => {
    const html = noticePicture(aReport(Array.from({ length: 403 }, (_, n) => `工地${n}。`)), chinese, false)
    expect(html.match(/<tr/g)).toHaveLength(1 + 400)
    expect(html).toContain('其余 3 处见表格')
    expect(html).not.toContain('演练')
    expect(html.indexOf('工地1。')).toBeLessThan(html.indexOf('工地0。'))
    expect(html).toContain('未送达 超时 12 分钟')
  })
})

describe.skipIf(isMissing('chromium', program))('the picture itself', () => {
  it('is 750 px wide and whole with 400 places of the longest names', async () => {
    const camera = openCamera({ program: program ?? '', searchPath: process.env.PATH ?? '' })
    const names = Array.from({ length: 401 }, (_, n) => (n % 2 ? '长'.repeat(5_000) : `🚧 \u202eمرحبا ${n}`))
    const picture = await camera.take(noticePicture(aReport(names), chinese, true), 750)
    if (picture.kind !== 'taken') throw new Error(JSON.stringify(picture))
    const bytes = Buffer.from(picture.png)
    expect(bytes.readUInt32BE(16)).toBe(750)
    expect(bytes.readUInt32BE(20)).toBeGreaterThan(400 * 36)
    expect(bytes.readUInt32BE(20)).toBeLessThan(16_000)
    if (process.env.PICTURES) writeFileSync(join(process.env.PICTURES, 'long.png'), bytes)
  })
})

describe('a long picture that is asked for', () => {
  let world: HttpWorld
  let answer: Picture = { kind: 'busy' }
  let seen = ''
  const camera: Camera = {
    async take(html) {
      seen = html
      return answer
    },
    close: async () => undefined,
  }
  beforeAll(async () => {
    world = await openHttpWorld({ camera })
  })
  afterAll(() => world.close())

  const path = async () => {
    const { body } = await world.post('notices', { ...NOTICE_BODY, startsAt: T0, endsAt: T0 + HOUR, replyBy: null })
    return `notices/${body.id}/report.png`
  }

  it('comes as a picture, in the language asked for', async () => {
    answer = { kind: 'taken', png: new Uint8Array([1, 2]) }
    const { status, headers } = await world.get(`${await path()}?lang=en`, { as: 'viewer-token' })
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('image/png')
    expect(headers.get('content-disposition')).toMatch(/^attachment; .*\.png$/)
    expect(seen).toContain('(DRILL)Report on')
  })

  it.each([
    [{ kind: 'busy' }, 429, 'another picture'],
    [{ kind: 'too-late' }, 504, 'in time'],
    [{ kind: 'failed', why: 'x' }, 501, 'use the print page'],
  ] as const)('is refused in plain words: %o', async (picture, status, words) => {
    answer = picture
    const refused = await world.get(await path(), { as: 'viewer-token' })
    expect(refused).toMatchObject({ status, body: { status } })
    expect(refused.body.detail).toContain(words)
  })

  it('is not possible without a Chromium', async () => {
    const without = await openHttpWorld()
    const { body } = await without.post('notices', { ...NOTICE_BODY, startsAt: T0, endsAt: T0 + HOUR, replyBy: null })
    const refused = await without.get(`notices/${body.id}/report.png`, { as: 'viewer-token' })
    expect(refused).toMatchObject({ status: 501, body: { title: 'Not possible on this server' } })
    expect(refused.body.detail).toContain('no Chromium')
    await without.close()
  })
})
