/**
 * The access key a link may carry in its fragment (`/site/P1#key=…`), which no server or log ever sees.
 * It is taken out of the address bar at once and kept for this tab alone.
 */
const NAME = 'windbreak.key'

let held: string | null = null

export function takeKeyFromAddress(): void {
  const given = new URLSearchParams(location.hash.slice(1)).get('key')
  if (given !== null && given !== '') {
    held = given
    keep(given)
    history.replaceState(history.state, '', location.pathname + location.search)
    return
  }
  held = kept()
}

/** null: the session cookie speaks for the visitor, or nobody does. */
export function accessKey(): string | null {
  return held
}

function keep(key: string): void {
  try {
    sessionStorage.setItem(NAME, key)
  } catch {
    // Forbidden: it holds until the page is left.
  }
}

function kept(): string | null {
  try {
    return sessionStorage.getItem(NAME)
  } catch {
    return null
  }
}
