/** Curves of a scenario: points of (clock hour, value), straight lines between them, level before and after. */

/** Hours count from the first midnight of the scenario and run on past 24. */
export type Curve = readonly (readonly [hour: number, value: number])[]

export function valueAt(curve: Curve, hour: number): number {
  const next = curve.findIndex(([at]) => at > hour)
  const before = curve[(next === -1 ? curve.length : next) - 1]
  const after = next === -1 ? undefined : curve[next]
  if (!before || !after) return (before ?? after)?.[1] ?? 0
  const part = (hour - before[0]) / (after[0] - before[0])
  return before[1] + part * (after[1] - before[1])
}
