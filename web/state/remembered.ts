/** Small choices of this browser that outlive a visit. Where storage is forbidden nothing is remembered, and all works. */

export function remembered(name: string): string | null {
  try {
    return localStorage.getItem(`windbreak.${name}`)
  } catch {
    // Forbidden in some embedded browsers: the default holds.
    return null
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`windbreak.${name}`, value)
  } catch {
    // Full or forbidden: the choice holds until the page is left.
  }
}
