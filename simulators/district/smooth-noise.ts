/**
 * Seeded noise over time that is a function of the instant alone, so that any moment of the world can be asked for in
 * any order and comes out the same.
 */
import type { EpochMs, Ms } from '../local-time.ts'

/** From −1 up to 1, independent from one whole step of `stepMs` to the next. */
export function steppedNoise(seed: number, at: EpochMs, stepMs: Ms): number {
  return 2 * drawn(seed, Math.floor(at / stepMs)) - 1
}

/** From −1 to 1, changing smoothly: equal to a drawn number at every whole `scaleMs`, on a cosine between them. */
export function smoothNoise(seed: number, at: EpochMs, scaleMs: Ms): number {
  const position = at / scaleMs
  const index = Math.floor(position)
  const part = (1 - Math.cos(Math.PI * (position - index))) / 2
  return 2 * ((1 - part) * drawn(seed, index) + part * drawn(seed, index + 1)) - 1
}

/** From 0 up to 1 (the mixing steps of mulberry32). */
function drawn(seed: number, index: number): number {
  let mixed = (seed ^ Math.imul(index | 0, 0x9e3779b1)) >>> 0
  mixed = Math.imul(mixed ^ (mixed >>> 15), 1 | mixed)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
}
