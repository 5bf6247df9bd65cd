/** Why a rise of a rule of site dust is advice only, in words: the same for all of them. */
import type { Wording } from '../words/text.ts'
import type { Change, Pen } from './rule-words.ts'

const W = {
  adviseOnly: ['仅提示：{{reasons}}', 'advice only: {{reasons}}'],
  and: ['；', '; '],
} as const satisfies Readonly<Record<string, Wording>>

const ADVISE_ONLY: Readonly<Record<string, Wording>> = {
  'few-days': ['本工地差值数据不足', 'too few days of this site are known'],
  fog: ['高湿静风，可能是雾滴', 'damp still air, the instrument may see fog'],
  rain: ['正在降雨', 'it rains'],
  sandstorm: ['上级已发布沙尘指令', 'a sandstorm was declared'],
  regional: ['各站点同时偏高，属区域性污染', 'all stations are high, the dust is regional'],
}

export function dustAdvice({ reason: { onlyAdvise } }: Change, { say }: Pen): string {
  const reasons = onlyAdvise.map((code) => say(ADVISE_ONLY[code] ?? [code, code]))
  return say(W.adviseOnly, { reasons: reasons.join(say(W.and)) })
}
