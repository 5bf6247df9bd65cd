/** Which parts of a sentence tell of the weather: their hours are the wind's, not the notice's. */
import { clausesOf, type Piece } from './pieces.ts'

const FORECAST =
  /预计|预测|预报|将出现|将达|将有|达到[^,]{0,12}条件|风力|阵风|偏[东南西北]|级左右|冷空气|扩散条件|空气质量|气温/
const DECISION =
  /决定|启动|停止|停工|停运|暂停|禁止|严禁|解除|终止|执行|实施|落实|管控|要求|升级|降级|调整|延长|反馈|上报|报送|回复/

/** A clause that says neither goes with what follows it: 「根据预报,自27日8时起,全区停止…」 decides. */
export function isForecastIn(sentence: Piece): (index: number) => boolean {
  const clauses = clausesOf(sentence)
  const own = clauses.map(({ text }) => (FORECAST.test(text) ? true : DECISION.test(text) ? false : null))
  const told: boolean[] = []
  let next: boolean | null = null
  for (let index = own.length - 1; index >= 0; index--) {
    next = own[index] ?? next
    told[index] =
      next ??
      own
        .slice(0, index)
        .reverse()
        .find((one) => one !== null) ??
      false
  }
  return (at) => {
    const index = clauses.findIndex(({ text, from }) => at < from - sentence.from + text.length)
    return told[index] ?? false
  }
}
