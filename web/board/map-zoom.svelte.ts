/** How the map is moved and enlarged: by wheel, drag and keys. Sizes in pixels. */
const MOST = 16
const STEP = 1.25

export class MapZoom {
  k = $state(1)
  x = $state(0)
  y = $state(0)
  #dragged: { x: number; y: number } | null = null

  /** `steps` more (or less, when negative) about a point, which stays where it is. */
  by(steps: number, x: number, y: number): void {
    const k = Math.min(MOST, Math.max(1, this.k * STEP ** steps))
    const share = k / this.k
    this.x = k === 1 ? 0 : x - (x - this.x) * share
    this.y = k === 1 ? 0 : y - (y - this.y) * share
    this.k = k
  }

  readonly wheel = (event: WheelEvent): void => {
    event.preventDefault()
    const box = (event.currentTarget as Element).getBoundingClientRect()
    this.by(event.deltaY < 0 ? 1 : -1, event.clientX - box.left, event.clientY - box.top)
  }

  readonly grasp = (event: PointerEvent): void => {
    this.#dragged = { x: event.clientX, y: event.clientY }
  }

  readonly drag = (event: PointerEvent): void => {
    if (this.#dragged === null || this.k === 1) return
    this.x += event.clientX - this.#dragged.x
    this.y += event.clientY - this.#dragged.y
    this.grasp(event)
  }

  readonly drop = (): void => {
    this.#dragged = null
  }
}
