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

/** Who may connect. */
export interface DoorKeeper {
  /** Why a device may not, as a code; null when it may. `password`: as it gave it. */
  whyNot(device: string, password: Buffer | undefined): string | null
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
  /** Ends what this device has open; nothing where a broker stands between. */
  disconnect(device: string): void
  /** Takes no more messages, lets those on their way become durable and be acknowledged, then disconnects. */
  close(): Promise<void>
}
