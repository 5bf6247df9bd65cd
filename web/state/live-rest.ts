/** So long a tab may be hidden before it gives its live connection back. */
export const REST_AFTER_MS = 60_000
