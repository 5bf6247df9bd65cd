/** Short messages that say what has just been done, or not. They leave by themselves, errors stay until closed. */
export interface Toast {
  readonly id: number
  readonly tone: 'good' | 'late'
  readonly message: string
}

const STAYS_MS = 6_000

export class Toasts {
  all = $state.raw<readonly Toast[]>([])
  #nextId = 1

  good(message: string): void {
    const id = this.#add('good', message)
    setTimeout(() => this.close(id), STAYS_MS)
  }

  bad(message: string): void {
    this.#add('late', message)
  }

  close(id: number): void {
    this.all = this.all.filter((one) => one.id !== id)
  }

  #add(tone: Toast['tone'], message: string): number {
    const id = this.#nextId++
    this.all = [...this.all.slice(-3), { id, tone, message }]
    return id
  }
}
