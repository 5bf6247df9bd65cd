/** How secrets of devices are made and proved. */
export interface SecretHand {
  /** Random, for people and machines to copy. */
  make(): string
  hashOf(secret: string): string
  isOf(hash: string, given: Buffer): boolean
}
