/** The chart colours of the present theme, read from the design tokens: a canvas knows no style sheet. */
export interface ChartLook {
  readonly lines: readonly string[]
  readonly ink: string
  readonly quiet: string
  readonly grid: string
  readonly surface: string
  readonly limit: string
  readonly mark: string
  readonly font: string
}

export function chartLook(): ChartLook {
  const style = getComputedStyle(document.documentElement)
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim()
  return {
    lines: [1, 2, 3, 4, 5, 6, 7, 8].map((n) => token(`chart-${n}`)),
    ink: token('ink'),
    quiet: token('ink-3'),
    grid: token('line'),
    surface: token('surface-raised'),
    limit: token('chart-limit'),
    mark: token('chart-mark'),
    font: token('font'),
  }
}
