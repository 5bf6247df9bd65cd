/**
 * The report upward as a workbook: the figures of the moment, and one line a place.
 *
 * Times are cells of date and time as the district's clocks showed them. Every text is a cell of type text, so that a
 * name that begins with = is a name.
 */
import writeExcelFile, { type CellObject, type Row } from 'write-excel-file/node'
import type { NoticeReportView } from '../../contract/notice-report.ts'
import { measuresText, type ReportText, stateText } from '../../contract/report-words.ts'
import { LEDGER_PARTS } from '../../domain/control/ledger.ts'
import { MEASURES } from '../../domain/control/measure.ts'

/** Excel refuses a file with more UTF-16 units in a cell. */
const LONGEST_CELL = 32_767
const HEAD = { fontWeight: 'bold', backgroundColor: '#eeeeee', alignVertical: 'top', wrap: true } as const

export function noticeWorkbook(report: NoticeReportView, text: ReportText, isDrill: boolean): Promise<Buffer> {
  const mark = isDrill ? text('drill') : ''
  const places = placeRows(report, text)
  return writeExcelFile([
    {
      sheet: `${text('figures')}${mark}`,
      data: figureRows(report, text, mark),
      columns: [{ width: 24 }, { width: 56 }],
    },
    {
      sheet: `${text('places')}${mark}`,
      data: places,
      columns: places[0]!.map((_, column) => ({ width: column === 1 || column === MEASURES_COLUMN ? 32 : 17 })),
      stickyRowsCount: 1,
      stickyColumnsCount: 2,
      orientation: 'landscape',
    },
  ]).toBuffer()
}

function figureRows(report: NoticeReportView, text: ReportText, mark: string): Row[] {
  const { number, issuer, scope, startsAt, ceasesAt, replyBy, at, figures, replies } = report
  const count = (name: string) => numberCell(figures[name] ?? 0)
  return [
    [{ ...textCell(`${mark}${text('title', { number })}`), fontWeight: 'bold', columnSpan: 2 }, null],
    [head(text('number')), textCell(number)],
    [head(text('issuer')), textCell(issuer)],
    [head(text('scope')), textCell(scope.townshipName ?? text('district'))],
    [head(text('measures')), { ...textCell(measuresText(report, text)), wrap: true }],
    [head(text('startsAt')), timeCell(startsAt)],
    [head(text('ceasesAt')), ceasesAt === null ? textCell(text('untilLifted')) : timeCell(ceasesAt)],
    [head(text('replyBy')), replyBy === null ? textCell(text('noReply')) : timeCell(replyBy)],
    [head(text('at')), timeCell(at)],
    [head(text('due')), count('due')],
    ...LEDGER_PARTS.map((part) => [head(text(`ledger.${part}`)), count(part)]),
    ...replies.map((one) => [head(text('sentBefore', { by: one.by })), timeCell(one.at)]),
  ]
}

const STAMPS = ['issuedAt', 'deliveredAt', 'acknowledgedAt', 'compliedAt', 'verifiedAt', 'releasedAt'] as const
/** After township, place, kind, order, the stamps, state and minutes. */
const MEASURES_COLUMN = 4 + STAMPS.length + 2

/** Of each measure that any place was asked: until when, and when it was reported. */
function placeRows(report: NoticeReportView, text: ReportText): [Row, ...Row[]] {
  const asked = MEASURES.filter((name) =>
    report.places.some((one) => one.measures.some(({ measure }) => measure === name)),
  )
  const heads = [
    ...[text('township'), text('place'), text('kind'), text('order'), ...STAMPS.map((stamp) => text(stamp))],
    ...[text('state'), text('late'), text('measures')],
    ...asked.flatMap((one) => {
      const measure = text(`measure.${one}`)
      return [text('measureDue', { measure }), text('measureDone', { measure })]
    }),
  ]
  const rows = report.places.map((one): Row => {
    const kind = one.placeKind === null ? null : textCell(text(`kind.${one.placeKind}`))
    return [
      ...[textCell(one.township), textCell(one.placeName), kind, textCell(one.number)],
      ...STAMPS.map((stamp) => timeCell(one[stamp])),
      ...[textCell(stateText(one, text)), numberCell(one.lateMinutes)],
      textCell(measuresText({ measures: one.measures.map(({ measure }) => measure) }, text)),
      ...asked.flatMap((name) => {
        const found = one.measures.find(({ measure }) => measure === name)
        const answer = found?.noSuchWorkAt ? textCell(text('ledger.noSuchWork')) : timeCell(found?.doneAt ?? null)
        return [timeCell(found?.dueAt ?? null), answer]
      }),
    ]
  })
  return [heads.map(head), ...rows]
}

function head(value: string): CellObject {
  return { ...textCell(value), ...HEAD }
}

function textCell(value: string): CellObject {
  return { type: String, value: cellText(value), alignVertical: 'top' }
}

/** Cut between characters; `_x0041_` stands for `A` in a cell, so that an underscore in front of it is written as such. */
function cellText(value: string): string {
  const plain = value.replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
  return plain.length <= LONGEST_CELL ? plain : plain.slice(0, LONGEST_CELL).replace(/[\uD800-\uDBFF]$/, '')
}

function numberCell(value: number): CellObject {
  return { type: Number, value, alignVertical: 'top', align: 'left' }
}

/** What the district's clocks showed; a cell knows no zone. */
function timeCell(iso: string | null): CellObject | null {
  if (iso === null) return null
  const value = new Date(`${iso.slice(0, 19)}Z`)
  return { type: Date, value, format: 'yyyy-mm-dd hh:mm', alignVertical: 'top', align: 'left' }
}
