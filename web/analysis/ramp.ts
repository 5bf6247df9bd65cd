/** Colours from little to much, as the theme's surface and accent: the same scale in every picture. */

/** `share`: 0 to 1. For CSS. */
export function shade(share: number): string {
  const percent = Math.round(8 + 92 * Math.min(1, Math.max(0, share)))
  return `color-mix(in oklab, var(--accent) ${percent}%, var(--surface))`
}

type Rgb = readonly [number, number, number]

/** For a canvas: what `shade` gives as numbers, in steps. */
export function shades(element: Element, steps: number): readonly Rgb[] {
  const probe = document.createElement('span')
  element.append(probe)
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  const colours = Array.from({ length: steps }, (_, i): Rgb => {
    probe.style.color = shade(i / (steps - 1))
    if (!context) return [0, 0, 0]
    context.fillStyle = getComputedStyle(probe).color
    context.fillRect(0, 0, 1, 1)
    const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data
    return [red, green, blue]
  })
  probe.remove()
  return colours
}
