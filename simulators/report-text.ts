/** The drill report for people: counts, a line per episode with how its orders went, the score. Words of product.md. */
import type { DrillReport, ReportedEpisode, ReportedOrder } from './report.ts'

const KINDS: Readonly<Record<string, string>> = {
  'windy-day': '大风过程 windy day',
  'dust-exceedance': '扬尘高值过程 dust',
  'lone-wind': '单站大风过程 lone wind',
}

/** A pack of dust limits is told by its id: there may be many. */
function kindInWords(kind: string): string {
  return KINDS[kind] ?? (kind.startsWith('dust-') ? `扬尘高值过程 ${kind}` : kind)
}

export function reportText(report: DrillReport): string {
  const { published, acknowledged, stored, duplicate, late, quarantined, values } = report.counts
  const lines = [
    `演练报告 drill report — ${report.file}`,
    `时段 from ${report.from} to ${report.to} (exclusive), speed ${report.speed}`,
    `读数 readings: published ${published}, acknowledged ${acknowledged}, stored ${stored}, duplicate ${duplicate}, ` +
      `late ${late}, 异常数据 quarantined ${quarantined}`,
    `数值 values: ${pairs(values) || 'none'}`,
    `过程 episodes: ${report.episodes.length}, 管控指令 orders: ${report.orders.length}`,
    ...report.episodes.map((episode) => episodeLine(episode, report.orders)),
    `评分 score: ${pairs(report.score) || 'none'}`,
  ]
  return `${lines.join('\n')}\n`
}

function episodeLine(episode: ReportedEpisode, all: readonly ReportedOrder[]): string {
  const orders = all.filter(({ cause }) => cause.kind === 'episode' && cause.id === episode.id)
  const count = (isSo: (order: ReportedOrder) => boolean) => orders.filter(isSo).length
  const closed = episode.closedAt ?? '未结束 still open'
  return (
    `  ${kindInWords(episode.kind)} · ${episode.place ?? episode.township ?? '全区 district'} · ${episode.openedAt} → ${closed}` +
    ` · 最高 level ${episode.maxLevel} · 下达 issued ${orders.length}, 签收 acknowledged ${count(hasAcknowledged)},` +
    ` 已落实 complied ${count((order) => order.compliedAt !== null)},` +
    ` 解除 released ${count((order) => order.releasedAt !== null)},` +
    ` 撤销 cancelled ${count((order) => order.cancelledAt !== null)}`
  )
}

function hasAcknowledged(order: ReportedOrder): boolean {
  return order.acknowledgedAt !== null
}

function pairs(value: unknown): string {
  if (typeof value !== 'object' || value === null) return ''
  return Object.entries(value)
    .map(([name, one]) => `${name} ${typeof one === 'object' ? JSON.stringify(one) : one}`)
    .join(', ')
}
