import type { EpochMs } from '../domain/units.ts'

export interface InboundMessage {
  readonly topic: string
  readonly payload: Buffer
  readonly receivedAt: EpochMs
  /** The address of the device itself; left out where a broker stands between. */
  readonly address?: string
}

/** Resolves when the message is durable: only then may it be acknowledged. Rejects when it was not kept. */
export type TakeMessage = (message: InboundMessage) => Promise<void>

/** A device that tried to speak for another. */
export interface Trespass {
  readonly device: string
  readonly topic: string
}

/** Somebody who was not let in. */
export interface Knock {
  /** The user name they gave; null: none. As they wrote it. */
  readonly name: string | null
  readonly address: string | null
  /** A code: what they lacked. */
  readonly why: string
}

/** `by`: what it came in with; `why`: what it lacked, as a code. */
export type Admission = { readonly kind: 'in'; readonly by: string } | { readonly kind: 'out'; readonly why: string }

/** Who may connect. */
export interface DoorKeeper {
  /** `password`: as it gave it. */
  admit(device: string, password: Buffer | undefined): Admission
  /** false once what it came in with holds no more. Asked before each message is taken. */
  mayStay(device: string, by: string): boolean
  onKnock(knock: Knock): void
}

export interface BrokerStatus {
  readonly kind: 'embedded' | 'outside'
  /** Where devices connect; without credentials. */
  readonly url: string
  readonly connected: boolean
  /** What is wrong, in plain words; null when all is well. */
  readonly problem: string | null
  /** Attempts to publish under another's id since the start. */
  readonly trespasses: number
  /** Connections ended at the door since the start, because there were too many. */
  readonly turnedAway: number
}

/** Where messages of devices arrive, and where words to devices leave. */
export interface Inbox {
  start(take: TakeMessage, onTrespass: (trespass: Trespass) => void): Promise<void>
  status(): BrokerStatus
  /** Quality of service 1. Rejects when it could not be handed over. */
  publish(topic: string, payload: string): Promise<void>
  /** Ends connections that may not stay; nothing where a broker stands between. */
  recheck(): void
  /** Takes no more messages, lets those on their way become durable and be acknowledged, then disconnects. */
  close(): Promise<void>
}
