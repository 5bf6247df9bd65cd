/** Lines and areas as the `d` of a path. A null is a gap: no line is drawn across what nobody measured. */

export type Place2d = readonly [x: number, y: number | null]

export function gapPath(points: readonly Place2d[]): string {
  let path = ''
  let isDown = false
  for (const [x, y] of points) {
    if (y === null) isDown = false
    else {
      path += `${isDown ? 'L' : 'M'}${round(x)} ${round(y)}`
      // A single point between two gaps is still seen.
      if (!isDown) path += 'h0.01'
      isDown = true
    }
  }
  return path
}

/** Between two lines; a point with a null on either side is a gap. */
export function bandPath(points: readonly (readonly [x: number, low: number | null, high: number | null])[]): string {
  let path = ''
  let run: (readonly [number, number, number])[] = []
  const end = () => {
    if (run.length > 1) {
      const there = run.map(([x, low]) => `${round(x)} ${round(low)}`)
      const back = [...run].reverse().map(([x, , high]) => `${round(x)} ${round(high)}`)
      path += `M${there.join('L')}L${back.join('L')}Z`
    }
    run = []
  }
  for (const [x, low, high] of points) {
    if (low === null || high === null) end()
    else run.push([x, low, high])
  }
  end()
  return path
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
