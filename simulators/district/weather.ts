/** The weather of the whole district at one instant: what a scenario prescribes and the world varies from place to place. */
import type { EpochMs } from '../local-time.ts'

export interface WeatherNow {
  /** 10-min mean at 10 m in the open, m/s. */
  readonly windMps: number
  /** Degrees clockwise from north, where the wind comes from. */
  readonly windFromDegrees: number
  /** 3-s peak over 10-min mean. */
  readonly gustFactor: number
  readonly temperatureC: number
  readonly humidityPercent: number
  readonly pressureHpa: number
  readonly rainMmH: number
  /** PM10 that the region brings along, before the hour of the day and ventilation change it, µg/m³. */
  readonly regionalPm10: number
  /** Mineral dust from far away on top of it, as PM10, µg/m³. */
  readonly farDustPm10: number
}

export type Weather = (at: EpochMs) => WeatherNow
