/** What screen, site card and reports call measures, kinds of places and parts of the ledger: said once, for all of them. */
import type { LedgerPart } from '../domain/control/ledger.ts'
import type { Measure } from '../domain/control/measure.ts'
import type { PlaceKind } from '../domain/place.ts'
import type { Wording } from './wording.ts'

export const measureWords = {
  'measure.stopEarthworks': ['停止土石方', 'Stop earthworks'],
  'measure.stopDemolition': ['停止拆除', 'Stop demolition'],
  'measure.stopMuckTrucks': ['停止渣土运输', 'Stop muck trucks'],
  'measure.coverBareSoil': ['裸土覆盖', 'Cover bare soil'],
  'measure.coverRubble': ['建筑垃圾覆盖', 'Cover rubble'],
  'measure.selfCheck': ['自查', 'Self-check'],
  'measure.spray': ['喷淋/雾炮', 'Spray'],
  'measure.stopDustyWork': ['停止一切室外产尘作业', 'Stop all dusty outdoor work'],
  'measure.stopWorkAtHeight': ['停止高处、吊装作业', 'Stop work at height and lifting'],
  'measure.secureNets': ['加固密网', 'Secure the nets'],
  'measure.withdrawPeople': ['人员撤离堆土', 'Withdraw people from heaps'],
  'measure.sprinklerRun': ['洒水降尘', 'Sprinkler run'],
  'measure.secondSprinklerRun': ['加洒一遍', 'Second sprinkler run'],
  'measure.mist': ['雾炮降尘', 'Mist cannon'],
  'measure.suctionSweep': ['吸扫', 'Suction sweep'],
} as const satisfies Readonly<Record<`measure.${Measure}`, Wording>>

export const placeKindWords = {
  'kind.buildingSite': ['房建工地', 'Building site'],
  'kind.municipalSite': ['市政工地', 'Municipal site'],
  'kind.demolitionSite': ['拆迁工地', 'Demolition site'],
  'kind.bareLand': ['裸露地块', 'Bare land'],
  'kind.muckTip': ['消纳场', 'Muck tip'],
  'kind.mixingPlant': ['搅拌站', 'Mixing plant'],
  'kind.materialYard': ['料场', 'Material yard'],
  'kind.linearWork': ['线性工程', 'Linear work'],
  'kind.roadSection': ['路段', 'Road section'],
} as const satisfies Readonly<Record<`kind.${PlaceKind}`, Wording>>

export const partWords = {
  'ledger.exempt': ['豁免', 'Exempt'],
  'ledger.notIssued': ['待下达', 'Not issued'],
  'ledger.undelivered': ['未送达', 'Not delivered'],
  'ledger.unacknowledged': ['未签收', 'Not acknowledged'],
  'ledger.undone': ['签收未落实', 'Acknowledged, not done'],
  'ledger.noSuchWork': ['本工地无此作业', 'No such work here'],
  'ledger.selfReported': ['已落实（自报）', 'Done (self-reported)'],
  'ledger.reportedFor': ['已落实（代报）', 'Done (reported after a call)'],
  'ledger.verified': ['已核实', 'Verified'],
  'ledger.untrue': ['不属实', 'Contradicted'],
  'ledger.nothingLeft': ['无需再做', 'Nothing left to do'],
} as const satisfies Readonly<Record<`ledger.${LedgerPart}`, Wording>>
