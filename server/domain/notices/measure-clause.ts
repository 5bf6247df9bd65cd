/** What one clause of a notice demands, given the clause before it. The grammar of measures is here, the words are not. */
import type { Measure } from '../control/measure.ts'
import type { Span } from './folded-text.ts'
import { doneIn } from './measure-done.ts'
import { isBareList, stoppedIn } from './measure-stopped.ts'
import type { Token } from './measure-words.ts'
import { type Piece, spanOf } from './pieces.ts'
import type { Said } from './read.ts'

/** What a clause leaves for the next. */
export interface Left {
  /** 停止 still governs, should the next clause only go on with the list. */
  readonly governs: boolean
  /** Things named without a verb: 裸露土方、建筑垃圾,一律覆盖. */
  readonly things: readonly Token[]
}

export interface ClauseRead {
  readonly said: readonly Said<Measure>[]
  readonly exceptions: readonly Span[]
  readonly notUnderstood: readonly Span[]
  readonly after: Left
}

export const NOTHING_BEFORE: Left = { governs: false, things: [] }

const NOTHING: ClauseRead = { said: [], exceptions: [], notUnderstood: [], after: NOTHING_BEFORE }

const ASKS =
  /要求(?![^,]{0,6}如下)|停止|停工|停运|暂停|严禁|禁止|不得|不准|加强|落实(?!情况)|确保|务必|必须|加大|增加|强化|做好|开展|应当|切实|严格/

export function readClause(clause: Piece, tokens: readonly Token[], before: Left): ClauseRead {
  const has = (kind: Token['kind']) => tokens.some((token) => token.kind === kind)
  if (has('spare')) return { ...NOTHING, ...sparedIn(clause, tokens) }
  if (has('manner')) return { ...NOTHING, notUnderstood: asks(clause) }
  const goesOn = before.governs && !has('stop') && isBareList(clause, tokens)
  const stopped = stoppedIn(clause, tokens, goesOn)
  const done = doneIn(tokens, before.things)
  const said = [...stopped.said, ...done.said]
  return {
    said,
    exceptions: [],
    notUnderstood: said.length === 0 ? asks(clause) : stopped.leftOver,
    after: { governs: stopped.governs, things: has('stop') || goesOn ? [] : done.things },
  }
}

const ENDS = /^(?:解除|取消|终止|撤销|不再)/
const IS_NO_PERMISSION = /恢复|避免|防止|建议|倡导|未|拒不/

/** 「不得恢复土石方作业」 asks, 「可正常运输」 spares, 「措施同步解除」 does neither. */
function sparedIn(clause: Piece, tokens: readonly Token[]): Pick<ClauseRead, 'exceptions' | 'notUnderstood'> {
  const spares = tokens.filter(({ kind }) => kind === 'spare')
  if (spares.some(({ text }) => ENDS.test(text))) return { exceptions: [], notUnderstood: [] }
  if (spares.every(({ text }) => IS_NO_PERMISSION.test(text))) return { exceptions: [], notUnderstood: asks(clause) }
  return { exceptions: [spanOf(clause)], notUnderstood: [] }
}

/** 「为做好应对工作」, 「根据市攻坚办要求」 give a reason. */
function asks(clause: Piece): readonly Span[] {
  return ASKS.test(clause.text) && !/^[、 ]?(?:为|根据|按照|依据|接)/.test(clause.text) ? [spanOf(clause)] : []
}
