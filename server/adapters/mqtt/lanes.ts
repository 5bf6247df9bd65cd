/** Lets so many be under way at once and the others wait in line: a broker says how many publishes it bears. */
export interface Lanes {
  enter(): Promise<void>
  leave(): void
}

export function createLanes(count: number): Lanes {
  let free = count
  const line: (() => void)[] = []
  return {
    enter: () => {
      if (free === 0) return new Promise((resolve) => line.push(resolve))
      free -= 1
      return Promise.resolve()
    },
    leave: () => {
      const next = line.shift()
      if (next) next()
      else free += 1
    },
  }
}
