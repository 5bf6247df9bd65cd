/**
 * The live stream: one connection that comes back, resumes after the last event it saw, and knows when it is silent.
 *
 * It reads the stream with fetch, not EventSource: the server's heartbeat is a comment, which EventSource hides, and
 * after a refused connection EventSource gives up and forgets where it was. Every byte counts as a sign of life; after
 * 30 s without one the screen is told and the connection is made anew.
 *
 * A tab nobody looks at gives its connection back after a minute: a browser has six to one server over HTTP/1.1, and
 * forgotten tabs must not keep an order from being issued in the seventh.
 */
import { createParser, type EventSourceMessage } from 'eventsource-parser'
import { authorisation, BASE } from '../api/ask.ts'
import { REST_AFTER_MS } from './live-rest.ts'

export type StreamStatus = 'connecting' | 'live' | 'cut'

/** Twice the server's heartbeat. */
const SILENT_AFTER_MS = 30_000
const CHECK_EVERY_MS = 1_000
const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 15_000

export class LiveStream {
  status = $state<StreamStatus>('connecting')
  /** Machine time of the last byte; null before the first. */
  lastHeardAt = $state<number | null>(null)
  /** How often a connection came back. */
  returns = $state(0)
  #machineNow = $state(Date.now())
  #lastEventId: string | null = null
  #attempt: AbortController | null = null
  #waitMs = FIRST_WAIT_MS
  #retryTimer: ReturnType<typeof setTimeout> | undefined
  #restTimer: ReturnType<typeof setTimeout> | undefined
  #isResting = false
  readonly #onEvent: (message: EventSourceMessage) => void

  constructor(onEvent: (message: EventSourceMessage) => void) {
    this.#onEvent = onEvent
  }

  /** ms since the last byte by this machine's clock; null before the first. */
  get silentMs(): number | null {
    return this.lastHeardAt === null ? null : Math.max(0, this.#machineNow - this.lastHeardAt)
  }

  start(): () => void {
    const check = setInterval(() => this.#check(), CHECK_EVERY_MS)
    const offline = () => this.#lose()
    const online = () => {
      if (!this.#isResting) this.connectNow()
    }
    const looked = () => (document.hidden ? this.#restLater() : this.#wake())
    addEventListener('offline', offline)
    addEventListener('online', online)
    document.addEventListener('visibilitychange', looked)
    this.connectNow()
    // It may have been opened behind another tab.
    looked()
    return () => {
      clearInterval(check)
      clearTimeout(this.#retryTimer)
      clearTimeout(this.#restTimer)
      removeEventListener('offline', offline)
      removeEventListener('online', online)
      document.removeEventListener('visibilitychange', looked)
      this.#attempt?.abort()
      this.#attempt = null
    }
  }

  connectNow(): void {
    clearTimeout(this.#retryTimer)
    this.#attempt?.abort()
    const attempt = new AbortController()
    this.#attempt = attempt
    // Never rejects: every way a connection ends is dealt with inside.
    void this.#read(attempt)
  }

  async #read(attempt: AbortController): Promise<void> {
    try {
      const resume: Record<string, string> = this.#lastEventId === null ? {} : { 'last-event-id': this.#lastEventId }
      const response = await fetch(`${BASE}/live`, {
        headers: { accept: 'text/event-stream', ...authorisation(), ...resume },
        cache: 'no-store',
        signal: attempt.signal,
      })
      if (!response.ok || response.body === null) throw new Error(`answered ${response.status}`)
      this.#heard()
      const parser = createParser({
        onEvent: (message) => {
          this.#tell(message)
          if (message.id) this.#lastEventId = message.id
        },
      })
      const decoder = new TextDecoder()
      const reader = response.body.getReader()
      for (;;) {
        const { done, value } = await reader.read()
        if (done) break
        this.#heard()
        parser.feed(decoder.decode(value, { stream: true }))
      }
    } catch {
      // Refused, cut or given up: what follows is the same.
    }
    if (this.#attempt === attempt) this.#lose()
  }

  /** A fault in what is done with an event is no fault of the line: it is shown as what it is. */
  #tell(message: EventSourceMessage): void {
    try {
      this.#onEvent(message)
    } catch (error) {
      reportError(error)
    }
  }

  #heard(): void {
    if (this.status === 'cut' && this.lastHeardAt !== null) this.returns += 1
    this.lastHeardAt = Date.now()
    this.status = 'live'
    this.#waitMs = FIRST_WAIT_MS
  }

  #restLater(): void {
    clearTimeout(this.#restTimer)
    this.#restTimer = setTimeout(() => {
      this.#isResting = true
      this.#lose()
    }, REST_AFTER_MS)
  }

  #wake(): void {
    clearTimeout(this.#restTimer)
    if (!this.#isResting) return
    this.#isResting = false
    this.connectNow()
  }

  #lose(): void {
    this.#attempt?.abort()
    this.#attempt = null
    this.status = 'cut'
    clearTimeout(this.#retryTimer)
    if (this.#isResting) return
    this.#retryTimer = setTimeout(() => this.connectNow(), this.#waitMs)
    this.#waitMs = Math.min(this.#waitMs * 2, LONGEST_WAIT_MS)
  }

  #check(): void {
    this.#machineNow = Date.now()
    if (this.status === 'live' && (this.silentMs ?? 0) > SILENT_AFTER_MS) this.#lose()
  }
}
