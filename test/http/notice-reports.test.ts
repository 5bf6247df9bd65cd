/** The report upward as a file: read back with another library than wrote it. */
import { read, utils, type WorkBook } from '@e965/xlsx'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOUR } from '../../server/domain/units.ts'
import { place, T0, TWO_TOWNSHIPS } from '../support/control-room.ts'
import { type HttpWorld, openHttpWorld } from '../support/http-world.ts'
import { NOTICE_BODY } from '../support/notices.ts'

const BODY = { ...NOTICE_BODY, startsAt: T0, endsAt: T0 + 10 * HOUR, replyBy: T0 + 2 * HOUR }
const HOSTILE = [
  '=HYPERLINK("http://evil.example","x")',
  '+1+1',
  '-2+3',
  '@SUM(A1)',
  '🚧 \u202eمرحبا',
  '<b>&amp;</b> _x0041_ 一标段',
  '长'.repeat(40_000),
]

type Cells = readonly (readonly unknown[])[]

function sheet(book: WorkBook, n: number): Cells {
  return utils.sheet_to_json(book.Sheets[book.SheetNames[n]!]!, { header: 1, raw: true, defval: null })
}

/** `2015-04-15 09:00` of a cell of date and time, whatever the computer's zone. */
function clock(value: unknown): string {
  return new Date(Math.round((Number(value) - 25_569) * 86_400) * 1_000).toISOString().slice(0, 16).replace('T', ' ')
}

describe('the workbook of a notice', () => {
  let world: HttpWorld
  let id: string

  beforeAll(async () => {
    const hostile = HOSTILE.map((name, n) => ({ ...place(`h${n}`, 't2'), name }))
    world = await openHttpWorld({ registry: { ...TWO_TOWNSHIPS, places: [...TWO_TOWNSHIPS.places, ...hostile] } })
    const { body: notice } = await world.post('notices', BODY)
    id = notice.id
    await world.post(`drafts/${notice.draft.id}/issue`, {})
    await world.room.blow(2, 5)
    const [order] = (await world.get('orders?place=site-1')).body.items
    await world.post(`orders/${order.id}/acknowledge`, {}, 'site-token')
    await world.room.blow(2, 20)
    await world.post(`orders/${order.id}/measures/stopEarthworks/done`, {}, 'site-token')
    await world.room.blow(2, 5)
  })
  afterAll(() => world.close())

  async function download(query = '') {
    const response = await world.app.request(`/api/v1/notices/${id}/report.xlsx${query}`, {
      headers: { authorization: 'Bearer viewer-token' },
    })
    return { response, book: read(new Uint8Array(await response.arrayBuffer())) }
  }

  it('is a file with a name of its own, marked in a drill', async () => {
    const { response, book } = await download()
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toMatch(/spreadsheetml\.sheet$/)
    const [, name = ''] = /filename\*=UTF-8''(.+)$/.exec(response.headers.get('content-disposition') ?? '') ?? []
    expect(decodeURIComponent(name)).toBe('（演练）落实情况 郑环攻坚办〔2015〕12号 2015-04-15T09-30.xlsx')
    expect(book.SheetNames).toEqual(['落实数字（演练）', '点位明细（演练）'])
  })

  it('gives the figures of the moment, which are those of the notice', async () => {
    const { figures } = (await world.get(`notices/${id}`)).body
    const rows = new Map(sheet((await download()).book, 0).map(([name, value]) => [name, value]))
    expect([...rows.keys()][0]).toBe('（演练）关于落实《郑环攻坚办〔2015〕12号》的情况反馈')
    expect(rows.get('应管控')).toBe(figures.due)
    expect(rows.get('应管控')).toBe(2 + HOSTILE.length)
    expect(rows.get('签收未落实')).toBe(figures.undone)
    expect(rows.get('措施')).toBe('停止土石方、停止渣土运输')
    expect([rows.get('开始'), rows.get('结束'), rows.get('截至')].map(clock)).toEqual([
      '2015-04-15 09:00',
      '2015-04-15 19:00',
      '2015-04-15 09:30',
    ])
  })

  it('has a line a place, with times as times', async () => {
    const [heads, ...rows] = sheet((await download()).book, 1)
    expect(heads?.slice(0, 13)).toEqual([
      ...[
        '镇办',
        '点位',
        '类型',
        '指令编号',
        '下达',
        '送达',
        '签收',
        '自报',
        '核实',
        '解除',
        '状态',
        '超时分钟',
        '措施',
      ],
    ])
    expect(heads?.slice(13, 15)).toEqual(['停止土石方：时限', '停止土石方：上报'])
    expect(rows).toHaveLength(2 + HOSTILE.length)
    const row = rows.find((one) => one[1] === 'site-1')
    expect(row?.slice(0, 3)).toEqual(['侯寨乡', 'site-1', '房建工地'])
    expect([row?.[4], row?.[6], row?.[13], row?.[14]].map(clock)).toEqual([
      ...['2015-04-15 09:00', '2015-04-15 09:05', '2015-04-15 09:15', '2015-04-15 09:25'],
    ])
    expect([row?.[7], row?.[10]]).toEqual([null, '签收未落实'])
    expect(row?.[11]).toBe(15)
    const silent = rows.find((one) => one[1] === 'site-2')
    expect([silent?.[10], silent?.[11]]).toEqual(['未送达', 20])
  })

  it('keeps hostile names as the text they are, and cuts one that no cell can hold', async () => {
    const { book } = await download()
    const cells = Object.values(book.Sheets[book.SheetNames[1]!]!).filter((cell) => cell?.v !== undefined)
    expect(cells.filter((cell) => cell.f !== undefined)).toEqual([])
    const names = sheet(book, 1).map((row) => row[1])
    for (const name of HOSTILE) expect(names).toContain(name.slice(0, 32_767))
  })

  it('speaks English when asked', async () => {
    const { book } = await download('?lang=en')
    expect(book.SheetNames).toEqual(['Figures(DRILL)', 'Places(DRILL)'])
    expect(sheet(book, 1)[0]?.slice(0, 4)).toEqual(['Township', 'Place', 'Kind', 'Order'])
    expect((await world.get(`notices/${id}/report.xlsx?lang=fr`, { as: 'viewer-token' })).status).toBe(400)
  })

  it('is for known people, of notices there are', async () => {
    expect((await world.get(`notices/${id}/report.xlsx`)).status).toBe(401)
    expect((await world.get('notices/none/report.xlsx', { as: 'viewer-token' })).status).toBe(404)
    expect((await world.get('notices/none/report')).status).toBe(404)
  })

  it('says which orders were released or cancelled, and counts no false alarm', async () => {
    const [order] = (await world.get('orders?place=h1')).body.items
    await world.post(`orders/${order.id}/cancel`, { reason: '误报' }, 'chief-token')
    const { body } = await world.get(`notices/${id}/report`)
    expect(body.figures.due).toBe(1 + HOSTILE.length)
    expect(body.places.find((one: { place: string }) => one.place === 'h1')).toMatchObject({ part: null })
    expect(sheet((await download()).book, 1).find((one) => one[1] === HOSTILE[1])?.[10]).toBe('已撤销（误报）')
    await world.post(`notices/${id}/lift`, { reason: '上级解除' })
    await world.room.blow(2, 2)
    const release = (await world.get('drafts')).body.items.find((one: { kind: string }) => one.kind === 'release')
    await world.post(`drafts/${release.id}/issue`, {})
    const row = sheet((await download()).book, 1).find((one) => one[1] === 'site-1')
    expect(row?.[10]).toBe('已解除，签收未落实')
    expect(clock(row?.[9])).toBe('2015-04-15 09:32')
  })
})
