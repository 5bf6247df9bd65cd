/** The record: a word for every action of the audit trail, and for every reason that is a code. */
import type { AuditAction } from '../../server/domain/audit.ts'
import type { GivenReason, RULE_REASONS } from '../../server/domain/control/reason.ts'
import type { Wording } from './text.ts'

type Worded =
  | `audit.${AuditAction}`
  | `reason.${GivenReason}`
  | `reason.rule.${(typeof RULE_REASONS)[number]}`
  | 'reason.rule'

export const record = {
  'audit.episode.opened': ['过程开启', 'Episode opened'],
  'audit.episode.raised': ['过程升级', 'Episode raised'],
  'audit.episode.gust': ['阵风确认，过程升级', 'Confirmed gust, episode raised'],
  'audit.episode.lowered': ['过程降级', 'Episode lowered'],
  'audit.episode.closed': ['过程结束', 'Episode closed'],
  'audit.episode.reopened': ['过程重新开启', 'Episode re-opened'],
  'audit.episode.blind': ['没有可用数据', 'No usable data'],
  'audit.episode.sighted': ['数据恢复', 'Data is back'],
  'audit.episode.held': ['过程保持开启', 'Episode held open'],
  'audit.episode.let-go': ['不再保持开启', 'Episode let go'],
  'audit.draft.opened': ['提交决定', 'Put up for a decision'],
  'audit.draft.releveled': ['待决定事项随级别调整', 'Decision follows the level'],
  'audit.draft.recounted': ['待决定事项重新统计', 'Decision counted anew'],
  'audit.draft.held': ['暂缓', 'Held'],
  'audit.draft.retimed': ['倒计时随时钟调整', 'Countdown follows the clock set right'],
  'audit.draft.issued': ['执行决定', 'Carried out'],
  'audit.draft.dropped': ['不再执行', 'Not carried out'],
  'audit.order.issued': ['下达', 'Issued'],
  'audit.order.raised': ['提级', 'Raised'],
  'audit.order.lowered': ['降级', 'Lowered'],
  'audit.order.seen': ['已读', 'Seen'],
  'audit.order.acknowledged': ['签收', 'Acknowledged'],
  'audit.order.measure-done': ['已落实（自报）', 'Done (self-reported)'],
  'audit.order.released': ['解除管控', 'Released'],
  'audit.order.cancelled': ['撤销（误报）', 'Cancelled (false alarm)'],
  'audit.registry.saved': ['台账登记', 'Registry entry saved'],
  'audit.registry.removed': ['台账删除', 'Registry entry removed'],
  'audit.readings.shipped-again': ['读数重新入库', 'Readings shipped again'],
  'audit.clock.doubted': ['服务器时钟跳变，暂停研判', 'Clock set by minutes, judging stands still'],
  'audit.clock.believed': ['服务器时钟恢复，继续研判', 'Clock right again, judging goes on'],
  'audit.clock.reanchored': ['确认时钟，继续研判', 'Clock confirmed, judging goes on'],
  'audit.device.doubted': ['读数与其他设备矛盾', 'Contradicts the other devices'],
  'audit.device.believed': ['读数恢复一致', 'Agrees with the other devices again'],
  'audit.device.secret-issued': ['发放设备密钥', 'Device secret issued'],
  'audit.device.secret-revoked': ['吊销设备密钥', 'Device secret revoked'],
  'audit.device.trespassed': ['设备冒用编号', 'Device used the id of another'],

  'reason.issued-at-once': ['立即下达', 'issued at once'],
  'reason.release-confirmed': ['过程结束，确认解除', 'the episode has ended, release confirmed'],
  'reason.reviewed': ['已复核，继续管控', 'reviewed, kept in force'],
  'reason.unanswered': ['倒计时内无人答复', 'nobody answered within the countdown'],
  'reason.raised': ['级别已升高', 'the level has risen'],
  'reason.lowered': ['级别已降低', 'the level has fallen'],
  'reason.closed': ['过程已结束', 'the episode has ended'],
  'reason.places-changed': ['点位有变动', 'places were registered or changed'],
  'reason.seen': ['打开现场卡', 'the site card was opened'],
  'reason.acknowledged': ['本人签收', 'by the addressee'],
  'reason.reported-done': ['本人自报', 'reported by the addressee'],
  'reason.after-a-call': ['电话核实后代办', 'on behalf, after a call'],
  'reason.entered': ['录入', 'entered'],
  'reason.imported': ['导入', 'imported'],
  'reason.removed': ['删除', 'removed'],
  'reason.trespassed': ['以其他设备的编号发送', 'published under the id of another'],

  'reason.secret-issued': ['发放', 'issued'],
  'reason.secret-revoked': ['吊销', 'revoked'],
  'reason.clock-doubted': ['时钟被调快或调慢了几分钟以上', 'the clock was set by minutes'],
  'reason.clock-back': ['时钟已恢复', 'the clock is right again'],

  'reason.rule': ['{{rule}}规则 {{version}}：{{why}}', '{{rule}} rule {{version}}: {{why}}'],
  'reason.rule.opened': ['达到起点', 'bound reached'],
  'reason.rule.raised': ['达到更高级别', 'higher level reached'],
  'reason.rule.gust': ['阵风确认', 'gust confirmed'],
  'reason.rule.lowered': ['回落到较低级别', 'fell to a lower level'],
  'reason.rule.closed': ['过程结束', 'episode closed'],
  'reason.rule.reopened': ['再次达到起点', 'bound reached again'],
  'reason.rule.review': ['持续过久或已减弱，请复核', 'long or weakened, please review'],
  'reason.rule.contradicts': ['与开阔点位中位数相差过大', 'too far from the median of the open devices'],
  'reason.rule.no-data': ['没有可用数据', 'no usable data'],
  'reason.rule.registered-meanwhile': ['过程中新登记的点位', 'registered while the episode is open'],
} as const satisfies Readonly<Record<Worded, Wording>>
