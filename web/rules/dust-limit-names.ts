/** What the episodes of each pack of dust limits are called, by the id of the pack. */
import type { Wording } from '../words/text.ts'

export const DUST_LIMIT_NAMES: Readonly<Record<string, Wording>> = {
  'dust-absolute': ['扬尘高值过程（PM10 限值）', 'Site dust episode (PM10 limit)'],
  'dust-tsp': ['扬尘高值过程（TSP 限值）', 'Site dust episode (TSP limit)'],
  'dust-wuhan': ['扬尘高值过程（武汉做法）', 'Site dust episode (Wuhan practice)'],
  'dust-shaanxi-groundworks': ['扬尘高值过程（陕西：拆除、土方、地基）', 'Site dust episode (Shaanxi, groundworks)'],
  'dust-shaanxi-structure': ['扬尘高值过程（陕西：基础、主体、装饰）', 'Site dust episode (Shaanxi, structure)'],
  'dust-liaoning-built-up': ['扬尘高值过程（辽宁：建成区）', 'Site dust episode (Liaoning, built-up area)'],
  'dust-liaoning-suburb': ['扬尘高值过程（辽宁：郊区及农村）', 'Site dust episode (Liaoning, suburbs)'],
  'dust-shanghai': ['扬尘高值过程（上海）', 'Site dust episode (Shanghai)'],
  'dust-iaqm': ['扬尘高值过程（IAQM）', 'Site dust episode (IAQM)'],
  'dust-gla': ['扬尘高值过程（GLA）', 'Site dust episode (GLA)'],
}
