/** Short messages that say what has just been done, or not. They leave by themselves, errors stay until closed. */
export interface Toast {
  readonly id: number
  readonly tone: 'good' | 'late'
  readonly message: string
  /** Takes it back; null: it cannot be. */
  readonly undo: (() => void) | null
}

const STAYS_MS = 6_000
/** As long as the server takes an act back. */
const UNDO_STAYS_MS = 10_000

export class Toasts {
  all = $state.raw<readonly Toast[]>([])
  #nextId = 1

  good(message: string, undo: (() => void) | null = null): void {
    const id = this.#add('good', message, undo)
    setTimeout(() => this.close(id), undo ? UNDO_STAYS_MS : STAYS_MS)
  }

  bad(message: string): void {
    this.#add('late', message, null)
  }

  close(id: number): void {
    this.all = this.all.filter((one) => one.id !== id)
  }

  #add(tone: Toast['tone'], message: string, undo: Toast['undo']): number {
    const id = this.#nextId++
    this.all = [...this.all.slice(-3), { id, tone, message, undo }]
    return id
  }
}
