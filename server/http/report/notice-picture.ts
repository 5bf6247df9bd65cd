/**
 * The report upward as a page that becomes a long picture for a phone: 750 px wide, whole in itself, who still owes
 * something on top. Every text is escaped, and a long name is cut by the page, so that no name makes it wider or longer.
 */
import type { NoticeReportView, PlaceReport } from '../../contract/notice-report.ts'
import { measuresText, type ReportText, stateText } from '../../contract/report-words.ts'
import { LEDGER_PARTS } from '../../domain/control/ledger.ts'
import { escaped } from '../escaped.ts'

export const PICTURE_WIDTH_PX = 750
/** With this many the picture is as high as Chromium paints. */
const MOST_PLACES = 400
/** Of the notice's own words. */
const LONGEST_FACT = 300

const STYLE = `
* { box-sizing: border-box }
body { margin: 0; padding: 32px; width: ${PICTURE_WIDTH_PX}px; background: #fff; color: #000;
  font: 24px/1.5 "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif }
h1 { margin: 0 0 16px; font-size: 32px; line-height: 1.3; overflow-wrap: anywhere }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 4px 20px; margin: 0 0 24px }
dt { color: #444 } dd { margin: 0; overflow-wrap: anywhere }
.figures { padding: 16px; border: 2px solid #000; grid-template-columns: 1fr max-content 1fr max-content; gap: 4px 16px }
.figures dd { text-align: right; font-weight: 600 }
table { width: 100%; border-collapse: collapse; table-layout: fixed; font-size: 20px }
th, td { height: 36px; padding: 0 8px 0 0; border-bottom: 1px solid #999; text-align: left; line-height: 34px;
  overflow: hidden; white-space: nowrap; text-overflow: ellipsis }
th { border-bottom: 2px solid #000 } .owes { font-weight: 600 }
`

const OWING: ReadonlySet<PlaceReport['part']> = new Set(['undelivered', 'unacknowledged', 'untrue', 'undone'])

export function noticePicture(report: NoticeReportView, text: ReportText, isDrill: boolean): string {
  const title = `${isDrill ? text('drill') : ''}${text('title', { number: shortened(report.number) })}`
  const figures = [
    [text('due'), report.figures.due ?? 0] as const,
    ...LEDGER_PARTS.map((part) => [text(`ledger.${part}`), report.figures[part] ?? 0] as const),
  ]
  const places = [...report.places].sort((a, b) => owes(b) - owes(a) || b.lateMinutes - a.lateMinutes)
  const hidden = places.length - MOST_PLACES
  return `<!doctype html>
<html><head><meta charset="utf-8">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>${STYLE}</style></head>
<body><h1>${escaped(title)}</h1>
<dl>${facts(report, text).map(fact).join('')}</dl>
<dl class="figures">${figures.map(fact).join('')}</dl>
<table><colgroup><col style="width: 22%"><col style="width: 40%"><col></colgroup>
<thead><tr>${[text('township'), text('place'), text('state')].map((one) => `<th>${escaped(one)}</th>`).join('')}</tr></thead>
<tbody>${places
    .slice(0, MOST_PLACES)
    .map((one) => row(one, text))
    .join('')}</tbody></table>
${hidden > 0 ? `<p>${escaped(text('more', { n: hidden }))}</p>` : ''}</body></html>`
}

function facts(report: NoticeReportView, text: ReportText): (readonly [string, string])[] {
  const { issuer, scope, startsAt, ceasesAt, at } = report
  return [
    [text('issuer'), shortened(issuer)],
    [text('scope'), scope.townshipName ?? text('district')],
    [text('measures'), measuresText(report, text)],
    [text('startsAt'), clock(startsAt)],
    [text('ceasesAt'), ceasesAt === null ? text('untilLifted') : clock(ceasesAt)],
    [text('at'), clock(at)],
  ]
}

function fact([name, value]: readonly [string, string | number]): string {
  return `<dt>${escaped(name)}</dt><dd><bdi>${escaped(value)}</bdi></dd>`
}

function row(place: PlaceReport, text: ReportText): string {
  const late = place.lateMinutes > 0 ? ` ${text('lateBy', { n: place.lateMinutes })}` : ''
  const cells = [place.township, place.placeName, `${stateText(place, text)}${late}`]
  const shown = cells.map((one) => `<td><bdi>${escaped(shortened(one))}</bdi></td>`).join('')
  return `<tr${owes(place) > 0 ? ' class="owes"' : ''}>${shown}</tr>`
}

function owes({ part, hasEnded }: PlaceReport): number {
  return Number(!hasEnded && OWING.has(part))
}

function shortened(words: string): string {
  const signs = [...words]
  return signs.length <= LONGEST_FACT ? words : `${signs.slice(0, LONGEST_FACT).join('')}…`
}

function clock(iso: string): string {
  return iso.slice(0, 16).replace('T', ' ')
}
