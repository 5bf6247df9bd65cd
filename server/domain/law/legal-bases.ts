/**
 * The bases there are, in the order in which an order cites them.
 *
 * Source: domain.md 2.5 (law and code, article by article), 2.1 (HJ/T 393), 2.4 (Henan); second-hand, so check before
 * quoting. The law bore these article numbers from its revision of 2015, in force from 2016-01-01, to the day before the
 * code. Before 2016 only HJ/T 393 stands here, because the law of 2000 was not read. Its first day, 2008-02-01, is from
 * memory. Plans for heavy pollution are known by number, not by date, and an office adds them itself.
 */
import { type LawDocument, LEGAL_CAUSE_KINDS, type LegalBasis, type LegalCauseKind } from './legal-basis.ts'

const AIR_LAW: LawDocument = {
  document: '中华人民共和国大气污染防治法',
  documentEn: 'Air Pollution Prevention and Control Law',
  number: null,
  validFrom: '2016-01-01',
  validTo: '2026-08-14',
}

const CODE: LawDocument = {
  document: '中华人民共和国生态环境法典',
  documentEn: 'Ecological and Environmental Code',
  number: null,
  validFrom: '2026-08-15',
  validTo: null,
}

const DUST_SPECIFICATION: LawDocument = {
  document: '防治城市扬尘污染技术规范',
  documentEn: 'Technical Specification for Urban Fugitive Dust Control',
  number: 'HJ/T 393-2007',
  validFrom: '2008-02-01',
  validTo: null,
}

/** Its number is a DBJ41/T one that no source we read gives in full. */
const HENAN_STANDARD: LawDocument = {
  document: '城市房屋建筑和市政基础设施工程及道路扬尘污染防治差异化评价标准',
  documentEn: 'Henan Differentiated Assessment Standard for Dust Control at Construction Works and on Roads',
  number: null,
  validFrom: '2022-03-01',
  validTo: null,
}

export const LAW_DOCUMENTS: readonly LawDocument[] = [AIR_LAW, CODE, DUST_SPECIFICATION, HENAN_STANDARD]

const EVERY_CAUSE: readonly LegalCauseKind[] = LEGAL_CAUSE_KINDS
const DECLARED_HEAVY_POLLUTION: readonly LegalCauseKind[] = ['heavyPollution']

/** Only a declared heavy pollution gives the power to stop work, and makes refusing an offence of its own. */
export const DECLARED_ONLY: readonly Pick<LegalBasis, 'document' | 'article'>[] = [
  { document: AIR_LAW.document, article: 96 },
  { document: AIR_LAW.document, article: 121 },
  { document: CODE.document, article: 264 },
  { document: CODE.document, article: 1134 },
]

/** What an article says, in the old law and in the code alike. */
type Provision = Pick<LegalBasis, 'addressees' | 'authority' | 'use' | 'text' | 'causeKinds'>

const MANAGE: Provision = {
  addressees: ['government'],
  authority: 'departments',
  use: 'order',
  text: {
    zh: '各级政府和有关部门加强施工和运输管理，保持道路清洁，按职责防治扬尘。',
    en: 'Governments and departments manage construction and transport, keep roads clean and control dust.',
  },
  causeKinds: EVERY_CAUSE,
}

const SITE_DUTIES: Provision = {
  addressees: ['site'],
  authority: 'housing',
  use: 'order',
  text: {
    zh: '工地设置硬质围挡，采取覆盖、分段作业、择时施工、洒水、冲洗等措施；土方和建筑垃圾及时清运或用密网覆盖；裸露的待建用地要覆盖。',
    en: 'Sites fence, cover, work in segments, choose the time of work, sprinkle and wash; soil and waste are removed or netted; idle bare land is covered.',
  },
  causeKinds: EVERY_CAUSE,
}

const TRANSPORT: Provision = {
  addressees: ['trucks', 'government'],
  authority: 'designated',
  use: 'order',
  text: {
    zh: '散装物料密闭运输、按规定路线行驶，装卸时密闭或喷淋；道路采用低尘方式清扫。',
    en: 'Loose material travels sealed on the prescribed route and is sprayed at loading; roads are cleaned with little dust.',
  },
  causeKinds: EVERY_CAUSE,
}

const PUBLIC_GROUND: Provision = {
  addressees: ['publicGround'],
  authority: 'departments',
  use: 'order',
  text: {
    zh: '公共用地等裸露地面由有关部门按规划绿化或者铺装。',
    en: 'Departments green or pave bare public ground as planned.',
  },
  causeKinds: EVERY_CAUSE,
}

const STORAGE: Provision = {
  addressees: ['storage'],
  authority: 'ecology',
  use: 'order',
  text: {
    zh: '易产生扬尘的物料密闭贮存，或者围挡并覆盖；消纳场分区作业，防治扬尘。',
    en: 'Dusty material is kept enclosed, or fenced and covered; tips work by zones and control dust.',
  },
  causeKinds: EVERY_CAUSE,
}

const DECLARED_STOP: Provision = {
  addressees: ['site'],
  authority: 'government',
  use: 'order',
  text: {
    zh: '重污染天气预警期间，县级以上政府可以要求停止工地土石方作业和建筑物拆除施工，事后评估实施情况。',
    en: 'Under a heavy-pollution warning, county governments and above may stop earthworks and demolition, and evaluate it afterwards.',
  },
  causeKinds: DECLARED_HEAVY_POLLUTION,
}

const REFUSED_STOP: Provision = {
  addressees: ['site'],
  authority: 'designated',
  use: 'order',
  text: {
    zh: '拒不执行重污染天气停止土石方、拆除作业要求的，处一万元以上十万元以下罚款。',
    en: 'Refusing a stop under declared heavy-pollution measures: a fine of ¥10,000 to ¥100,000.',
  },
  causeKinds: DECLARED_HEAVY_POLLUTION,
}

const SITE_PENALTY: Provision = {
  addressees: ['site'],
  authority: 'housing',
  use: 'referral',
  text: {
    zh: '工地未采取防尘措施的，处一万元以上十万元以下罚款；拒不改正的，停工整治。',
    en: 'A site without dust measures: a fine of ¥10,000 to ¥100,000; refusing to mend: work stops until mended.',
  },
  causeKinds: EVERY_CAUSE,
}

const TRUCK_PENALTY: Provision = {
  addressees: ['trucks'],
  authority: 'designated',
  use: 'referral',
  text: {
    zh: '散装物料车辆未密闭或者不按规定路线行驶的，处二千元以上二万元以下罚款。',
    en: 'A truck unsealed or off the prescribed route: a fine of ¥2,000 to ¥20,000.',
  },
  causeKinds: EVERY_CAUSE,
}

const STORAGE_PENALTY: Provision = {
  addressees: ['storage'],
  authority: 'ecology',
  use: 'referral',
  text: {
    zh: '装卸、贮存易产生扬尘的物料未采取防尘措施的，处一万元以上十万元以下罚款。',
    en: 'Loading or storing dusty material without dust measures: a fine of ¥10,000 to ¥100,000.',
  },
  causeKinds: EVERY_CAUSE,
}

const WASTE_PENALTY: Provision = {
  addressees: ['site'],
  authority: 'departments',
  use: 'referral',
  text: {
    zh: '建筑垃圾未按规定处理的，处十万元以上一百万元以下罚款。',
    en: 'Construction waste handled against the rules: a fine of ¥100,000 to ¥1,000,000.',
  },
  causeKinds: EVERY_CAUSE,
}

/** Technical documents say how; the duty itself stands in the law. */
const GUIDANCE = { article: null, addressees: ['everyone'], authority: null, use: 'order' } as const

export const LEGAL_BASES: readonly LegalBasis[] = [
  { id: 'air-law-68', ...AIR_LAW, article: 68, ...MANAGE },
  { id: 'air-law-69', ...AIR_LAW, article: 69, ...SITE_DUTIES },
  { id: 'air-law-70', ...AIR_LAW, article: 70, ...TRANSPORT },
  { id: 'air-law-71', ...AIR_LAW, article: 71, ...PUBLIC_GROUND },
  { id: 'air-law-72', ...AIR_LAW, article: 72, ...STORAGE },
  { id: 'air-law-96', ...AIR_LAW, article: 96, ...DECLARED_STOP },
  { id: 'air-law-115', ...AIR_LAW, article: 115, ...SITE_PENALTY },
  { id: 'air-law-116', ...AIR_LAW, article: 116, ...TRUCK_PENALTY },
  { id: 'air-law-117', ...AIR_LAW, article: 117, ...STORAGE_PENALTY },
  { id: 'air-law-121', ...AIR_LAW, article: 121, ...REFUSED_STOP },

  { id: 'code-239', ...CODE, article: 239, ...MANAGE },
  { id: 'code-240', ...CODE, article: 240, ...SITE_DUTIES },
  { id: 'code-241', ...CODE, article: 241, ...TRANSPORT },
  { id: 'code-242', ...CODE, article: 242, ...PUBLIC_GROUND },
  { id: 'code-243', ...CODE, article: 243, ...STORAGE },
  { id: 'code-264', ...CODE, article: 264, ...DECLARED_STOP },
  { id: 'code-1128', ...CODE, article: 1128, ...SITE_PENALTY },
  { id: 'code-1129', ...CODE, article: 1129, ...TRUCK_PENALTY },
  { id: 'code-1130', ...CODE, article: 1130, ...STORAGE_PENALTY },
  { id: 'code-1134', ...CODE, article: 1134, ...REFUSED_STOP },
  { id: 'code-1174', ...CODE, article: 1174, ...WASTE_PENALTY },

  {
    id: 'hjt-393',
    ...DUST_SPECIFICATION,
    ...GUIDANCE,
    text: {
      zh: '技术指导：各类工地、道路、堆场和裸地的防尘措施；四级以上风停止土方作业并覆盖作业面。',
      en: 'Guidance: dust measures at sites, roads, yards and bare ground; from wind level 4 stop earthworks and cover the face.',
    },
    causeKinds: EVERY_CAUSE,
  },
  {
    id: 'henan-assessment',
    ...HENAN_STANDARD,
    ...GUIDANCE,
    text: {
      zh: '评价标准：工地、拆除、待建用地、消纳场和城区道路的扬尘防治要求与评分。',
      en: 'Assessment standard: dust control asked of sites, demolition, idle land, muck tips and city roads, and its scores.',
    },
    causeKinds: EVERY_CAUSE,
  },
]
