/** Every text of the dashboard. The site card has its own, so that it stays small. */
import { air } from './air.ts'
import { analysis } from './analysis.ts'
import { app } from './app.ts'
import { board } from './board.ts'
import { episode } from './episode.ts'
import { exemption } from './exemption.ts'
import { filing } from './filing.ts'
import { handover } from './handover.ts'
import { manual } from './manual.ts'
import { notice } from './notice.ts'
import { order } from './order.ts'
import { overview } from './overview.ts'
import { place } from './place.ts'
import { record } from './record.ts'

export const words = {
  ...app,
  ...board,
  ...air,
  ...analysis,
  ...place,
  ...order,
  ...episode,
  ...exemption,
  ...handover,
  ...filing,
  ...manual,
  ...notice,
  ...overview,
  ...record,
}

export type TextKey = keyof typeof words
