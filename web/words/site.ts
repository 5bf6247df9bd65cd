/** The texts of the site card, which is a page of its own. The drill says that nobody need stop. */
import { measureWords } from '../../server/contract/words.ts'
import type { Wording } from './text.ts'

export const site = {
  title: ['现场卡', 'Site card'],
  office: ['风障 · 扬尘管控', 'Windbreak · dust control'],
  language: ['English', '中文'],
  loading: ['正在读取…', 'Loading…'],
  unknown: ['没有这个点位。请核对短信里的链接。', 'There is no such place. Check the link in your message.'],
  failed: ['没有读到内容。请检查网络。', 'Nothing could be read. Check the network.'],
  retry: ['再试一次', 'Try again'],
  offline: [
    '没有连上服务器。下面是 {{time}} 的内容，可能已经变化。',
    'The server cannot be reached. This is what held at {{time}}; it may have changed.',
  ],
  drill: ['演练，不用停工', 'DRILL, no need to stop'],
  drillHint: [
    '这是演练：按要求点一遍即可，现场照常作业。',
    'This is a drill: tap through what is asked; work goes on.',
  ],
  preview: ['预览', 'Preview'],
  previewHint: [
    '这是工地看到的现场卡。您打开不算送达，也不算已读；签收和自报要用工地自己的链接。',
    'This is what the site sees. Your look counts neither as delivered nor as seen; only the link of the site itself acknowledges and reports.',
  ],
  previewWaits: ['工地还没有签收。', 'The site has not acknowledged yet.'],
  nothing: ['现在没有管控要求', 'Nothing is asked of you now'],
  nothingHint: ['仍请做好日常覆盖和冲洗。', 'Please keep up daily covering and washing.'],
  inForce: ['管控中', 'In force'],
  acknowledgedAll: ['已签收，请尽快落实', 'Acknowledged. Now carry it out'],
  allDone: ['各项都已报落实', 'All reported done'],
  keep: ['请保持到解除管控。', 'Keep it so until the release.'],
  keepOngoing: ['请保持到解除管控。过程还没有结束。', 'Keep it so until the release. The episode is not over.'],
  keepEnded: [
    '过程已经结束，等待解除。解除前请继续保持。',
    'The episode is over and the release is awaited. Keep it so until then.',
  ],
  stopNow: ['请立即', 'At once'],
  alsoDo: ['同时做好', 'And also'],
  due: ['{{time}} 前', 'by {{time}}'],
  late: ['已超时', 'overdue'],
  why: ['为什么', 'Why'],
  whyText: ['{{cause}}，{{level}}级管控。依据：{{reason}}。', '{{cause}}, control level {{level}}. Basis: {{reason}}.'],
  whyMeasured: [
    '{{cause}}，{{level}}级管控。{{measured}}。依据：{{reason}}。',
    '{{cause}}, control level {{level}}: {{measured}}. Basis: {{reason}}.',
  ],
  declared: [
    '按上级指令 {{number}}（{{issuer}}），{{from}} 至 {{until}}。期满前不得恢复。',
    'By notice {{number}} ({{issuer}}), {{from}} to {{until}}. Work may not resume before it ends.',
  ],
  declaredOpen: [
    '按上级指令 {{number}}（{{issuer}}），{{from}} 起，解除时间另行通知。解除前不得恢复。',
    'By notice {{number}} ({{issuer}}), from {{from}} until it is lifted. Work may not resume before.',
  ],
  exempt: ['已豁免：{{what}}，至 {{until}}（{{number}}）', 'Exempt: {{what}}, until {{until}} ({{number}})'],
  exemptAll: ['已豁免，现在没有要求', 'Exempt: nothing is asked of you now'],
  byHand: ['管理部门决定：{{reason}}。', 'Decided by the office: {{reason}}.'],
  whyPlain: ['{{level}}级管控。', 'Control level {{level}}.'],
  acknowledge: ['收到，马上落实', 'Got it, doing it now'],
  acknowledgeHint: [
    '点一下表示收到。落实后请逐项报告。',
    'One tap says you have it. Then report each item when it is done.',
  ],
  acknowledgedAt: ['{{time}} 已签收', 'Acknowledged {{time}}'],
  waitingUpload: ['待上传', 'Waiting to upload'],
  waitingUploadHint: [
    '还没有传到服务器，正在重试，请不要关闭页面。',
    'Not at the server yet; trying again. Please keep this page open.',
  ],
  done: ['已落实', 'Done'],
  doneWhat: ['已落实：{{what}}', 'Done: {{what}}'],
  doneAt: ['{{time}} 已报', 'Reported {{time}}'],
  noSuchWork: ['本工地无此作业', 'No such work here'],
  noSuchWorkWhat: ['本工地无此作业：{{what}}', 'No such work here: {{what}}'],
  noSuchWorkSure: [
    '确认本工地没有这项作业？会有人核对，不属实要重新落实。',
    'Is there really no such work here? Somebody will look; if it is untrue it is asked again.',
  ],
  noSuchWorkAt: ['{{time}} 已答复：本工地无此作业', 'Answered {{time}}: no such work here'],
  back: ['返回', 'Back'],
  uploaded: ['已上传', 'Uploaded'],
  list: ['在管指令', 'Orders in force'],
  raised: ['要求有增加，请重新签收。', 'More is asked now; please acknowledge again.'],
  changed: [
    '要求刚刚有变化，请再看一遍，再签收。',
    'What is asked has just changed. Please look again, then acknowledge.',
  ],
  refused: ['没有被接受：{{why}}', 'Not accepted: {{why}}'],
  needsKey: [
    '这个链接只能查看。要签收，请打开短信里的链接。',
    'This link can only look. To acknowledge, open the link in your message.',
  ],
  keyWrong: [
    '链接里的凭据无效或已过期。请打值班电话。',
    'The key in this link is wrong or has expired. Please call the duty phone.',
  ],
  releasedTitle: ['已解除管控', 'Released'],
  releasedText: ['指令 {{numbers}} 于 {{time}} 解除。', 'Order {{numbers}} was released at {{time}}.'],
  remains: [
    '指令 {{numbers}} 已解除，但仍有其他指令在管，还不能恢复作业。',
    'Order {{numbers}} was released, but other orders still hold. Work may not resume yet.',
  ],
  mayResume: ['请先自查覆盖、冲洗出入口，再恢复作业。', 'First check covers and wash the gate, then work may resume.'],
  mayResumeAfter: [
    '请先自查覆盖、冲洗出入口。{{time}} 后可恢复作业。',
    'First check covers and wash the gate. Work may resume after {{time}}.',
  ],
  cancelledTitle: ['已撤销（误报）', 'Cancelled (false alarm)'],
  cancelledText: [
    '指令 {{numbers}} 是误报，已撤销，不计入考核。',
    'Order {{numbers}} was a false alarm. It is cancelled and does not count.',
  ],
  phone: [
    '有困难或做不到，请打短信里的值班电话。',
    'In difficulty, or not possible? Call the duty phone in your message.',
  ],
  updated: ['{{time}} 更新', 'Updated {{time}}'],
  kept: ['已下达 {{time}}', 'Issued {{time}}'],
  stillWatching: ['本页会自动更新。', 'This page updates itself.'],
  ...measureWords,
} as const satisfies Readonly<Record<string, Wording>>

export type SiteKey = keyof typeof site
