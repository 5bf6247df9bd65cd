/** Every pack of dust limits. Adding one is its data, a line here and its name in `web/rules/dust-limit-names.ts`. */
import type { DustLimitPack } from '../pack.ts'
import { DUST_GLA, DUST_IAQM } from './abroad.ts'
import { DUST_ABSOLUTE, DUST_TSP } from './ours.ts'
import {
  DUST_LIAONING_BUILT_UP,
  DUST_LIAONING_SUBURB,
  DUST_SHAANXI_GROUNDWORKS,
  DUST_SHAANXI_STRUCTURE,
  DUST_SHANGHAI,
  DUST_WUHAN,
} from './provinces.ts'

export const DUST_LIMIT_PACKS: readonly DustLimitPack[] = [
  DUST_ABSOLUTE,
  DUST_TSP,
  DUST_WUHAN,
  DUST_SHAANXI_GROUNDWORKS,
  DUST_SHAANXI_STRUCTURE,
  DUST_LIAONING_BUILT_UP,
  DUST_LIAONING_SUBURB,
  DUST_SHANGHAI,
  DUST_IAQM,
  DUST_GLA,
]
