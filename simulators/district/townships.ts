/**
 * Sixteen townships where those of Erqi district lie, each reduced to a circle. Middle, size and everything built on
 * them are invented, so every name says 示意 (illustrative).
 */
import { type Point, pointAt } from './geometry.ts'

export interface DistrictTownship {
  readonly id: string
  /** As the registry shows it. */
  readonly name: string
  /** For names of places: without 街道, 镇, 乡 and 示意. */
  readonly shortName: string
  readonly middle: Point
  readonly radiusM: number
}

const ROWS: readonly (readonly [string, string, string, number, number, number])[] = [
  ['minggonglu', '铭功路', '街道', 34.762, 113.657, 800],
  ['jiefanglu', '解放路', '街道', 34.756, 113.659, 700],
  ['dehuajie', '德化街', '街道', 34.753, 113.666, 700],
  ['yimalu', '一马路', '街道', 34.747, 113.659, 700],
  ['mifengzhang', '蜜蜂张', '街道', 34.748, 113.644, 900],
  ['wulibao', '五里堡', '街道', 34.739, 113.661, 900],
  ['daxuelu', '大学路', '街道', 34.742, 113.644, 900],
  ['jianzhongjie', '建中街', '街道', 34.738, 113.629, 1_000],
  ['fuhuajie', '福华街', '街道', 34.733, 113.67, 900],
  ['huaihelu', '淮河路', '街道', 34.733, 113.64, 1_100],
  ['songshanlu', '嵩山路', '街道', 34.722, 113.63, 1_400],
  ['jingguanglu', '京广路', '街道', 34.721, 113.656, 1_300],
  ['changjianglu', '长江路', '街道', 34.709, 113.645, 1_700],
  ['renhelu', '人和路', '街道', 34.703, 113.62, 2_000],
  ['mazhai', '马寨', '镇', 34.682, 113.55, 3_200],
  ['houzhai', '侯寨', '乡', 34.656, 113.607, 3_600],
]

export const TOWNSHIPS: readonly DistrictTownship[] = ROWS.map(([id, short, suffix, latitude, longitude, radiusM]) => ({
  id,
  name: `${short}${suffix}(示意)`,
  shortName: short,
  middle: pointAt(latitude, longitude),
  radiusM,
}))

export function townshipOf(id: string): DistrictTownship {
  const found = TOWNSHIPS.find((township) => township.id === id)
  if (!found) throw new Error(`there is no township ${id}`)
  return found
}
