/** Places (点位) and devices (设备). */
import { placeKindWords } from '../../server/contract/words.ts'
import type { Wording } from './text.ts'

export const place = {
  'places.title': ['点位', 'Places'],
  'places.search': ['按名称、编号或镇办查找', 'Find by name, id or township'],
  'places.kind': ['类型', 'Kind'],
  'places.found': ['{{n}} 个点位', 'Places: {{n}}'],
  'places.none': ['没有符合条件的点位。', 'No place fits.'],
  'places.empty': ['还没有登记点位。', 'No place is registered yet.'],
  'places.inForce': ['在管', 'Under orders'],

  'place.unknown': ['没有这个点位。', 'There is no such place.'],
  'place.phase': ['阶段', 'Phase'],
  'place.noDevices': ['没有监测设备。', 'No device watches it.'],
  'place.history': ['历史曲线', 'History'],
  'place.range': ['时间范围', 'Range'],
  'place.range.6h': ['6 小时', '6 h'],
  'place.range.24h': ['24 小时', '24 h'],
  'place.range.7d': ['7 天', '7 d'],
  'place.range.60d': ['60 天', '60 d'],
  'place.now': ['当前读数', 'Readings now'],
  'place.noReadings': ['还没有读数。', 'No reading yet.'],
  'place.index': ['空气质量级别', 'Air quality category'],
  'place.indexText': [
    'PM10 {{value}} µg/m³ 对应 {{category}}（单项指数 {{iaqi}}），{{standard}}',
    'PM10 {{value}} µg/m³ is “{{category}}” (individual index {{iaqi}}), {{standard}}',
  ],
  'place.indexHint': [
    '按读数日期所用标准；单个设备的瞬时值，不等于官方 AQI。',
    'By the standard in force on the date of the reading; one device, instantaneous: not the official AQI.',
  ],
  'place.orders': ['管控指令', 'Orders'],
  'place.noOrders': ['没有管控指令。', 'No orders.'],
  'place.siteCard': ['打开现场卡', 'Open the site card'],
  'place.marks': [
    '图上标记：{{episodes}} 个过程，{{orders}} 个指令',
    'Marked on the chart: episodes {{episodes}}, orders {{orders}}',
  ],
  'place.limit': ['限值 {{value}}（{{source}}）', 'Limit {{value}} ({{source}})'],
  'place.limitDay': ['GB 3095-{{year}} 二级日均', 'GB 3095-{{year}} class II, day mean'],
  'place.attributes': ['现场情况', 'On site'],
  'place.bareArea': ['裸露面积 {{area}} m²', 'Bare area {{area}} m²'],
  'place.insideFence': ['在禁喷围栏内', 'Inside a no-spray fence'],

  'attribute.earthworks': ['土石方', 'Earthworks'],
  'attribute.demolition': ['拆除', 'Demolition'],
  'attribute.muckTrucks': ['渣土运输', 'Muck trucks'],
  'attribute.bareSoil': ['裸土', 'Bare soil'],
  'attribute.rubble': ['建筑垃圾', 'Rubble'],
  'attribute.sprays': ['喷淋/雾炮', 'Sprays'],
  'attribute.workAtHeight': ['高处作业', 'Work at height'],

  ...placeKindWords,

  'phase.notStarted': ['未开工', 'Not started'],
  'phase.active': ['在建', 'Active'],
  'phase.stopped': ['停工', 'Stopped'],
  'phase.finishing': ['收尾', 'Finishing'],
  'phase.finished': ['竣工销号', 'Finished'],

  'device.weatherBureau': ['气象局站', 'Weather bureau station'],
  'device.officialStation': ['官方空气站', 'Official air station'],
  'device.dustMonitor': ['扬尘监测', 'Dust monitor'],
  'device.streetMonitor': ['道路监测', 'Street monitor'],
  'device.weatherMast': ['测风杆', 'Weather mast'],
} as const satisfies Readonly<Record<string, Wording>>
