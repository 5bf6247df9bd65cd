/** The disk that holds the data folder. */
export interface Disk {
  room(): Promise<DiskRoom>
  /** Keeps so many bytes back in a file, in place of what was kept back before; 0 lets them go. */
  holdBack(bytes: number): Promise<void>
}

export interface DiskRoom {
  /** What this program may still write. */
  readonly freeBytes: number
  readonly totalBytes: number
}
