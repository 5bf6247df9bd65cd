/** Who makes a change and why: both stand in every audit line. */
export interface By {
  /** A person's name from the token, or `system`. */
  readonly actor: string
  readonly reason: string
}
