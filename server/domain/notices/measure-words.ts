/**
 * The words notices use for measures, as data: each literal with what it does in a clause. A longer literal goes before
 * a shorter one, so 拆除防尘网 hides the 拆除 in it. How words work together is decided in `read-measures.ts`.
 */
import type { Measure } from '../control/measure.ts'
import type { Span } from './folded-text.ts'
import { type Piece, spanIn } from './pieces.ts'

export type Word =
  | { readonly kind: 'stop' }
  /** Work or stuff that can be stopped (`stop`) or covered (`cover`); null when it cannot. */
  | { readonly kind: 'thing'; readonly stop: Measure | null; readonly cover: Measure | null }
  | { readonly kind: 'cover' }
  | { readonly kind: 'net' }
  | { readonly kind: 'secure' }
  | { readonly kind: 'people' }
  | { readonly kind: 'withdraw' }
  /** Asks its measure by being named. */
  | { readonly kind: 'do'; readonly measure: Measure }
  /** Begins another demand in the same clause: 并, 同时, 加强. */
  | { readonly kind: 'turn' }
  /** Done to things, and no measure of ours: 清运, 冲洗. */
  | { readonly kind: 'other' }
  /** Forbids how a thing is done, or asks it of some only: 带泥上路, 未密闭, 夜间. */
  | { readonly kind: 'manner' }
  /** The clause permits or ends something. */
  | { readonly kind: 'spare' }
  | { readonly kind: 'except' }
  | { readonly kind: 'except-end' }
  /** Hides a shorter word. */
  | { readonly kind: 'plain' }

export type Token = Word & { readonly text: string; readonly span: Span }

const words = new Map<string, Word>()

function say(word: Word, literals: string): void {
  for (const literal of literals.split(' ')) words.set(literal, word)
}

const stops = (stop: Measure, cover: Measure | null = null): Word => ({ kind: 'thing', stop, cover })
const covered = (cover: Measure): Word => ({ kind: 'thing', stop: null, cover })
const does = (measure: Measure): Word => ({ kind: 'do', measure })

say({ kind: 'stop' }, '停止 暂停 停工 停运 停驶 叫停 禁止 严禁 不得 不准 不允许 禁行')
say(
  { kind: 'spare' },
  '不得停止 不停止 可不停止 不得停工 不停工 可不停工 无需停止 无须停止 不需停止 不必停止 不要求停止 不再停止',
)
say(
  { kind: 'spare' },
  '未停止 未及时停止 未按要求停止 拒不停止 严禁停止 禁止停止 不得随意停止 不得擅自停止 免于停工 不受 豁免 不纳入',
)
say(
  { kind: 'spare' },
  '可以 可正常 可继续 允许 准许 可不 恢复 解除 取消 终止 撤销 不再执行 不再要求 除外 鼓励 建议 倡导 避免 防止 无需 不需要',
)
say(
  { kind: 'plain' },
  '解除前 解除之前 解除时间 要求 主要 重要 必要 应急 响应 相应 对应 供应 应对 反应 未覆盖 未硬化 覆盖率 登高覆盖',
)
say(
  { kind: 'plain' },
  '拆除防尘网 拆除围挡 拆除密目网 拆除覆盖网 拆除覆盖物 拆除设施 拆除脚手架 擅自拆除 裸露物料 机械撤离 设备撤离 覆盖情况',
)
say(
  { kind: 'plain' },
  '清除 消除 排除 扣除 免除 除尘 除霾 除雪 除冰 铲除 废除 去除 室外 户外 野外 外墙 外围 外环 对外 此外 另外 外来 境外',
)
say(
  { kind: 'manner' },
  '带泥 未 超载 超速 遗撒 抛洒 违规 违法 擅自 无证 无组织 露天堆放 随意 乱倒 不密闭 不符合 不达标 不到位 不落实 不力',
)
say({ kind: 'manner' }, '夜间 白天 昼间 部分工地 部分区域 高峰 办理 审批 核发 发放 受理')
say({ kind: 'except' }, '除 除了 除去')
say({ kind: 'except-end' }, '外 以外 之外')
say(
  { kind: 'turn' },
  '并 同时 加强 增加 加大 加密 做好 开展 落实 采取 组织 要 须 应 确保 全面 及时 开启 启用 利用 强化 提高 持续',
)
say({ kind: 'other' }, '清运 运输 外运 清理 冲洗 管理 监管 硬化 绿化 巡查 排查 检查 密闭')

say(stops('stopEarthworks', 'coverBareSoil'), '土石方 土方 弃土')
say(stops('stopEarthworks'), '涉土作业 涉土施工')
say(stops('stopEarthworks'), '开挖 土方开挖 基坑开挖 回填 土方回填 挖掘 场内倒运 土方倒运 场地平整 平整场地')
say(stops('stopDemolition'), '拆除 拆迁 拆房')
say(
  stops('stopMuckTrucks'),
  '渣土车 渣土车辆 渣土运输车 渣土运输车辆 清运车辆 渣土运输 渣土清运 渣土外运 渣土拉运 渣土清运运输',
)
say(stops('stopMuckTrucks'), '建筑垃圾运输 建筑垃圾清运 建筑垃圾外运 建筑垃圾运输车 建筑垃圾运输车辆 建筑垃圾清运车辆')
say(stops('stopMuckTrucks'), '建筑垃圾(渣土)清运 建筑垃圾(渣土)运输 渣土(建筑垃圾)清运 渣土(建筑垃圾)运输')
say(stops('stopMuckTrucks'), '土方运输 土方清运 土方外运 土石方运输 土石方清运 土石方外运 弃土外运')
say(stops('stopMuckTrucks', 'coverRubble'), '渣土')
say(
  covered('coverBareSoil'),
  '裸土 裸露土方 裸露黄土 裸露地面 裸露土地 裸露地块 裸露土壤 裸露场地 裸露区域 裸露土堆 裸露 裸地 黄土 堆土 土堆',
)
say(covered('coverRubble'), '建筑垃圾 裸露建筑垃圾 裸露的建筑垃圾 裸露渣土 拆迁垃圾 拆除垃圾 拆后垃圾 瓦砾')
say(
  stops('stopDustyWork'),
  '室外产尘作业 室外易产尘作业 室外扬尘作业 室外作业 室外施工 露天作业 露天施工 户外作业 户外施工 产尘作业',
)
say(
  stops('stopDustyWork'),
  '易产尘作业 易产生扬尘的作业 易产生扬尘作业 产生扬尘的作业 产生扬尘作业 易扬尘作业 扬尘作业 涉尘作业 产尘工序',
)
say(stops('stopWorkAtHeight'), '高处 高空 登高 吊装 起重 塔吊 高处作业 高空作业 登高作业 吊装作业 起重吊装')

say({ kind: 'cover' }, '覆盖 苫盖 遮盖 全覆盖')
say({ kind: 'net' }, '密网 密目网 防尘网 密目防尘网 覆盖网 抑尘网 绿网 苫网 遮阳网')
say({ kind: 'secure' }, '加固 压实 固定')
say({ kind: 'people' }, '人员 工人')
say({ kind: 'withdraw' }, '撤离 撤出 撤至 撤到 疏散')
say(does('withdrawPeople'), '撤人')
say(does('spray'), '喷淋 雾炮 雾炮机 喷雾 雾桩')
say(does('mist'), '雾炮车 抑尘车')
say(does('sprinklerRun'), '洒水 洒水车')
say(does('suctionSweep'), '吸扫 机械化清扫 机械清扫 机扫 吸尘车 禁止干扫 严禁干扫 不得干扫 杜绝干扫')
say(does('selfCheck'), '自查 自检')

const escaped = [...words.keys()].sort((a, b) => b.length - a.length).map((literal) => literal.replace(/[()]/g, '\\$&'))
const ANY_WORD = new RegExp(escaped.join('|'), 'g')

export function wordsIn(sentence: Piece): readonly Token[] {
  return [...sentence.text.matchAll(ANY_WORD)].map(({ 0: text, index }) => ({
    ...words.get(text)!,
    ...{ text, span: spanIn(sentence, index, text.length) },
  }))
}
