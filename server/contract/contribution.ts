/** 「是本地还是全市」 as it crosses the wire: the answer with all it is made of, unrounded. */
import { z } from 'zod'
import { IsoTime } from './common.ts'

const UgM3 = z.number().describe('µg/m³, not rounded')
const Degrees = z.number().describe('clockwise from north')

const NOT_EVALUABLE = ['noPosition', 'noMonitors', 'noWind', 'noDirection', 'blindSector', 'noUpwind'] as const

const Wind = z.object({
  device: z.string().describe('whose wind it is'),
  fromDegrees: Degrees.nullable().describe('from which it blows; null: from everywhere, or calm'),
  scalarMps: z.number().describe('mean speed, m/s'),
  vectorMps: z.number().describe('length of the mean vector, m/s'),
  steadiness: z.number().nullable().describe('vector by scalar; null in calm'),
  concentration: z.number().describe('R, 0: from everywhere, 1: from one direction'),
  sigmaDegrees: z.number().describe('σθ after Yamartino'),
})

const Monitor = z.object({
  device: z.string(),
  bearingDegrees: Degrees.describe('where it lies as seen from the work area'),
  distanceM: z.number(),
  role: z.enum(['upwind', 'crosswind', 'downwind']).nullable().describe('null when the wind has no direction'),
  pm10: UgM3.nullable().describe('mean over the window; null: too little'),
})

const Difference = z.object({
  deltaUgM3: UgM3.describe('ΔC = D − B; may be negative'),
  sigmaUgM3: UgM3.describe('one standard deviation of it'),
  confidence: z.enum(['high', 'medium', 'low']),
  grade: z.enum(['direct', 'indirect']).describe('indirect: nothing stands upwind, B is the background'),
  windIsTrusted: z.boolean().describe('false: weak or turning wind'),
  upwindUgM3: UgM3.describe('B, the median of what stands upwind'),
  upwindDevices: z.array(z.string()),
  downwindUgM3: UgM3.describe('D, the highest downwind'),
  downwindDevice: z.string(),
  isNearbySource: z
    .boolean()
    .describe('a single high monitor whose neighbours did not move: look what stands beside it'),
  above: z
    .array(z.object({ limitUgM3: z.number(), probability: z.number() }))
    .describe('P that the true difference is above; for ranking only, the trigger is ΔC > limit'),
})

export const ContributionAnswer = z.object({
  place: z.string(),
  at: IsoTime.describe('end of the window'),
  windowMs: z.number().int(),
  workArea: z.object({ latitude: z.number(), longitude: z.number() }).nullable(),
  difference: Difference.nullable(),
  notEvaluable: z.enum(NOT_EVALUABLE).nullable().describe('why there is no difference; blindSector: nothing downwind'),
  ringUgM3: UgM3.nullable().describe('highest less lowest of the ring: a warning when the wind is not trusted'),
  wind: Wind.nullable(),
  monitors: z.array(Monitor).describe('those of the place whose position is known'),
  unplaced: z.array(z.string()).describe('devices of the place without a position of their own'),
})

export type ContributionAnswer = z.infer<typeof ContributionAnswer>
