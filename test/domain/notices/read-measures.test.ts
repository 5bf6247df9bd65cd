import { describe, expect, it } from 'vitest'
import { foldText } from '../../../server/domain/notices/folded-text.ts'
import type { NoticeAction } from '../../../server/domain/notices/notice-reading.ts'
import { readMeasures } from '../../../server/domain/notices/read-measures.ts'

function read(text: string, action: NoticeAction = 'demand') {
  const folded = foldText(text).text
  const words = ({ from, to }: { from: number; to: number }) => folded.slice(from, to)
  const { measures, said, doubts, exceptions, notUnderstood } = readMeasures(folded, action)
  return {
    measures: measures.join(' '),
    said: said.map(({ span }) => words(span)),
    doubts: doubts.map(({ why }) => why),
    exceptions: exceptions.map(words),
    notUnderstood: notUnderstood.map(words),
  }
}

describe('measures a notice demands', () => {
  it.each([
    ['停止土石方作业', 'stopEarthworks'],
    ['停止土石方施工', 'stopEarthworks'],
    ['暂停土方开挖、回填、场内倒运', 'stopEarthworks'],
    ['一律停止拆除、土石方、渣土车作业', 'stopEarthworks stopDemolition stopMuckTrucks'],
    ['停止各类拆除作业和建筑垃圾清运', 'stopDemolition stopMuckTrucks'],
    ['停止建筑垃圾(渣土)运输', 'stopMuckTrucks'],
    ['渣土车禁止上路', 'stopMuckTrucks'],
    ['渣土车一律停运', 'stopMuckTrucks'],
    ['禁止渣土车上路行驶', 'stopMuckTrucks'],
    ['拆除工地全部停止作业', 'stopDemolition'],
    ['所有建筑工地停止土石方开挖,回填,拆除作业', 'stopEarthworks stopDemolition'],
    ['停止拆除等产尘作业', 'stopDemolition stopDustyWork'],
    ['涉土作业一律停止', 'stopEarthworks'],
    ['黄土裸露部分必须覆盖到位', 'coverBareSoil'],
    ['裸露土方全部覆盖', 'coverBareSoil'],
    ['裸露黄土密网覆盖', 'coverBareSoil'],
    ['对裸露地面进行覆盖', 'coverBareSoil'],
    ['用密目网覆盖裸露黄土、建筑垃圾', 'coverBareSoil coverRubble'],
    ['裸露土方和建筑垃圾全部密网覆盖', 'coverBareSoil coverRubble'],
    ['裸露土方、建筑垃圾,一律覆盖到位', 'coverBareSoil coverRubble'],
    ['建筑垃圾及时清运、裸土覆盖', 'coverBareSoil'],
    ['未覆盖的裸土立即覆盖', 'coverBareSoil'],
    ['全面覆盖防尘网', 'coverBareSoil'],
    ['开启喷淋、雾炮', 'spray'],
    ['增加洒水频次', 'sprinklerRun'],
    ['主干道吸扫、机械化清扫', 'suctionSweep'],
    ['道路严禁干扫', 'suctionSweep'],
    ['停止一切室外产尘作业和高处、吊装作业', 'stopDustyWork stopWorkAtHeight'],
    ['加固防尘网', 'secureNets'],
    ['对密网进行加固', 'secureNets'],
    ['人员撤离堆土', 'withdrawPeople'],
    ['作业人员全部撤至安全地带', 'withdrawPeople'],
    ['开展自查自纠', 'selfCheck'],
    ['停止土石方作业并洒水降尘', 'stopEarthworks sprinklerRun'],
    ['停止拆除作业并禁止渣土车上路', 'stopDemolition stopMuckTrucks'],
    ['停止拆除、渣土车停运', 'stopDemolition stopMuckTrucks'],
    ['除应急抢险外,停止土石方作业', 'stopEarthworks'],
    ['停止除应急抢险工程以外的拆除作业', 'stopDemolition'],
    ['停止土石方作业(应急抢险工程除外)、拆除作业', 'stopEarthworks stopDemolition'],
    ['落实覆盖、洒水、喷淋等措施', 'spray sprinklerRun'],
  ])('%s', (text, measures) => expect(read(text).measures).toBe(measures))

  it.each([
    '应急抢险工程不得停止土石方作业',
    '持证渣土车可不停止运输',
    '除土石方作业外,其他作业正常进行',
    '经批准的土石方、拆除作业可以继续',
    '停止土石方、拆除等管控措施同步解除',
    '解除前期停止土石方作业的要求',
    '对未停止土石方作业的工地依法查处',
    '严禁渣土车带泥上路',
    '严禁渣土车未密闭运输',
    '严禁擅自拆除围挡',
    '不得拆除防尘网',
    '低温时停止洒水、喷淋作业',
    '拆除作业现场禁止吸烟',
    '停止夜间土石方作业',
    '加强土石方作业管理',
    '渣土车密闭覆盖',
    '洒水不到位的通报批评',
    '清除积尘,去除隐患',
  ])('are not in: %s', (text) => expect(read(text)).toMatchObject({ measures: '', said: [], doubts: ['absent'] }))

  it('are not read in a lifted notice, save what goes on', () => {
    expect(read('停止土石方作业', 'lift')).toMatchObject({ measures: '', notUnderstood: ['土石方'] })
    expect(read('继续做好裸土覆盖', 'lift').measures).toBe('coverBareSoil')
  })

  it('say where they stand', () => {
    expect(read('各工地停止拆除、渣土运输,裸土全部覆盖').said).toEqual(['拆除', '渣土运输', '裸土全部覆盖'])
  })

  it('are told to be conditional when they are', () => {
    expect(read('遇4级以上大风,停止土石方作业')).toMatchObject({ measures: 'stopEarthworks', doubts: ['conditional'] })
  })
})

describe('what a notice asks beyond our measures', () => {
  it('is reported down to the single item of a list', () => {
    const { measures, notUnderstood } = read('停止土方开挖、掺拌石灰、混凝土剔凿等作业,室外喷涂停止,裸土覆盖')
    expect(measures).toBe('stopEarthworks coverBareSoil')
    expect(notUnderstood).toEqual(['掺拌石灰', '混凝土剔凿等作业', '室外喷涂停止'])
  })

  it('is reported in a list before its verb, too', () => {
    const { measures, notUnderstood } = read('土石方、焊接、拆除作业全部停止')
    expect([measures, notUnderstood]).toEqual(['stopEarthworks stopDemolition', ['焊接']])
  })

  it('is reported when it is joined to a measure', () => {
    expect(read('停止拆除作业并加强巡查').notUnderstood).toEqual(['并加强巡查'])
  })

  it('is reported when it asks, and not when it tells', () => {
    expect(read('各单位要加强值班值守。今天天气晴。').notUnderstood).toEqual(['各单位要加强值班值守'])
    expect(read('严禁渣土车带泥上路').notUnderstood).toEqual(['严禁渣土车带泥上路'])
  })

  it('keeps apart whom the demands spare', () => {
    const { exceptions } = read('除应急抢险、民生工程外,停止拆除(保供项目除外);持证车辆可正常通行')
    expect(exceptions).toEqual(['除应急抢险、民生工程外', '保供项目除外', '持证车辆可正常通行'])
  })
})
