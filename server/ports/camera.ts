/** Makes a picture of a page that is whole in itself: it asks nothing of any network, and its scripts do not run. */

export type Picture =
  | { readonly kind: 'taken'; readonly png: Uint8Array }
  /** Another one is being made: one at a time. */
  | { readonly kind: 'busy' }
  | { readonly kind: 'too-late' }
  | { readonly kind: 'failed'; readonly why: string }

export interface Camera {
  /** So wide, in CSS pixels, and as high as the page is. Never rejects. */
  take(html: string, widthPx: number): Promise<Picture>
  /** What is being made ends as failed. */
  close(): Promise<void>
}
