/** 报备: what a site files because it cannot do what is asked, and what the office says to it. */
import type { Wording } from './text.ts'

export const filing = {
  'filing.heading': ['报备', 'Filings'],
  'filing.kind.safeFinish': ['安全收尾', 'Safe finish'],
  'filing.state.waiting': ['待答复', 'Waits for a decision'],
  'filing.state.accepted': ['已同意', 'Accepted'],
  'filing.state.refused': ['不同意', 'Refused'],
  'filing.state.lapsed': ['到期未答复', 'Lapsed undecided'],
  'filing.state.ended': ['已到期', 'Ended'],
  'filing.title': ['{{kind}} {{number}}：{{place}}', '{{kind}} {{number}}: {{place}}'],
  'filing.asked': ['{{measures}}，请求延到 {{until}}', '{{measures}}, asks for {{until}}'],
  'filing.filedBy': ['{{time}} {{by}} 报', 'Filed {{time}} by {{by}}'],
  'filing.filedFor': [
    '{{time}} {{by}} 电话代报（{{behalfOf}}）',
    'Filed {{time}} by {{by}} after a call with {{behalfOf}}',
  ],
  'filing.acceptedUntil': ['{{by}} 同意到 {{until}}', 'Accepted until {{until}} by {{by}}'],
  'filing.refusedBecause': ['{{by}} 不同意：{{reason}}', 'Refused by {{by}}: {{reason}}'],
  'filing.accept': ['同意', 'Accept'],
  'filing.refuse': ['不同意', 'Refuse'],
  'filing.acceptTitle': ['同意报备：{{kind}}，{{place}}？', 'Accept the {{kind}} of {{place}}?'],
  'filing.acceptFinish': [
    '所列措施的时限改为这个时间，原时限保留显示；是否超时按新时限算。',
    'The measures are due then; the old deadline stays shown, and lateness counts from the new one.',
  ],
  'filing.until': ['同意到（可以缩短）', 'Until (may be earlier)'],
  'filing.untilWrong': [
    '要晚于现在，且不晚于请求的 {{latest}}',
    'Later than now, and no later than the {{latest}} asked for',
  ],
  'filing.note': ['说明（可不填）', 'Remark (may be empty)'],
  'filing.byCity': [
    '市里已同意（上级指令要求的也按此执行）',
    'The city has agreed (also for what a notice from above demands)',
  ],
  'filing.refuseTitle': ['不同意报备：{{kind}}，{{place}}？', 'Refuse the {{kind}} of {{place}}?'],
  'filing.refuseReason': ['理由（工地看得到）', 'Reason (the site sees it)'],
  'filing.refuseHint': ['原要求和时限不变。', 'What is asked stays as it is.'],
  'filing.acceptDone': ['已同意', 'Accepted'],
  'filing.refuseDone': ['已答复不同意', 'Refused'],
  'filing.gone': ['这份报备刚刚已有答复，或要求已经变化。', 'It was just decided, or what is asked has changed.'],
  'filing.needsCity': [
    '这些要求来自上级指令，须市里同意。得到答复后勾选“市里已同意”。',
    'A notice from above demands it: the city has to agree. Tick that when it has.',
  ],
  'filing.needs': ['由值班员或带班领导答复', 'Decided by the duty officer or the chief'],
  'filing.announce': ['有新的报备待答复：{{what}}', 'A filing waits for a decision: {{what}}'],
  'filing.moved': ['安全收尾 {{number}}，原时限 {{before}}', 'Safe finish {{number}}, was due {{before}}'],
} as const satisfies Readonly<Record<string, Wording>>
