import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openFileSpool } from '../../../server/adapters/spool/file-spool.ts'
import type { Reading } from '../../../server/domain/air/reading.ts'
import { createDeviceAcks, type DeviceAcks, type DeviceAcksParts } from '../../../server/flows/keep/device-acks.ts'
import { encodeSpoolRecord } from '../../../server/flows/keep/spool-record.ts'
import type { Spool } from '../../../server/ports/spool.ts'
import { memoryDisk } from '../../adapters/spool/memory-disk.ts'

const reading = (device: string, seq: number): Reading => ({
  device,
  ts: seq * 1_000,
  receivedAt: seq * 1_000,
  seq,
  values: { pm10: 1 },
  quality: {},
})

describe('device acknowledgements', () => {
  let spool: Spool
  let disk: ReturnType<typeof memoryDisk>
  let acks: DeviceAcks
  let said: string[]
  let saved: string | null
  let seconds: (() => void)[]
  let isDeaf: boolean

  beforeEach(async () => {
    disk = memoryDisk()
    said = []
    saved = null
    seconds = []
    isDeaf = false
    await start()
  })
  afterEach(async () => {
    await acks.stop()
    await spool.close()
  })

  async function start(overrides: Partial<DeviceAcksParts> = {}): Promise<void> {
    const onFatal = (error: unknown) => {
      throw error
    }
    spool = await openFileSpool({ folder: '/spool', maxBytes: 1e9, disk, onFatal })
    acks = createDeviceAcks({
      cursor: spool.cursor('device-acks'),
      load: async () => saved,
      save: async (text) => {
        saved = text
      },
      publish: async (topic, payload) => {
        if (isDeaf) throw new Error('not connected')
        // What is promised must be on disk by now.
        expect(saved).toContain(JSON.parse(payload).upTo)
        said.push(`${topic} ${payload}`)
      },
      notSetAside: async (readings) => readings,
      topicOf: (device) => (device === 'mute' ? null : `windbreak/v1/0/${device}/ack`),
      clock: { now: () => 0, wait: () => new Promise((resolve) => seconds.push(resolve)) },
      log: { info() {}, warn() {}, error() {} },
      ...overrides,
    })
  }

  /** One record per call, as shipping would report it. */
  async function makeSafe(...readings: Reading[]): Promise<void> {
    acks.safe(readings, await spool.append(encodeSpoolRecord({ readings, refused: [] })))
  }

  /** Lets every wait under way end, and what follows from that happen. */
  async function aSecondPasses(): Promise<void> {
    for (const resolve of seconds.splice(0)) resolve()
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate)
  }

  it('says the newest number once a second, however many readings came', async () => {
    for (let seq = 1; seq <= 5; seq++) await makeSafe(reading('a', seq), reading('b', seq + 10))
    expect(said).toEqual([])
    await aSecondPasses()
    expect(said).toEqual(['windbreak/v1/0/a/ack {"upTo":5}', 'windbreak/v1/0/b/ack {"upTo":15}'])
    await makeSafe(reading('a', 6))
    await aSecondPasses()
    expect(said.slice(2)).toEqual(['windbreak/v1/0/a/ack {"upTo":6}'])
  })

  it('never speaks beyond a gap, and speaks again when it is filled', async () => {
    await makeSafe(reading('a', 1))
    await makeSafe(reading('a', 3))
    await aSecondPasses()
    expect(said).toEqual(['windbreak/v1/0/a/ack {"upTo":1}'])
    await makeSafe(reading('a', 2))
    await aSecondPasses()
    expect(said.at(-1)).toBe('windbreak/v1/0/a/ack {"upTo":3}')
  })

  it('says it again when it could not be handed over', async () => {
    isDeaf = true
    await makeSafe(reading('a', 1))
    await aSecondPasses()
    expect(said).toEqual([])
    isDeaf = false
    await aSecondPasses()
    expect(said).toEqual(['windbreak/v1/0/a/ack {"upTo":1}'])
  })

  it('passes over a device that cannot be spoken to', async () => {
    await makeSafe(reading('mute', 1), reading('a', 1))
    await aSecondPasses()
    expect(said).toEqual(['windbreak/v1/0/a/ack {"upTo":1}'])
    expect(seconds).toEqual([])
  })

  it('catches up after a restart with what was shipped but not yet written down', async () => {
    await makeSafe(reading('a', 1))
    await aSecondPasses()
    await makeSafe(reading('a', 2), reading('__proto__', 9))
    const shippedUpTo = spool.state().lastSeq
    await spool.append(encodeSpoolRecord({ readings: [reading('a', 3)], refused: [] }))
    await spool.close()
    // What the ended process waited for never comes.
    seconds = []
    await start()
    await acks.recover(shippedUpTo)
    acks.safe([reading('a', 4)], shippedUpTo + 1)
    await aSecondPasses()
    // 3 is in the spool but not safe yet, so 4 stays behind the gap.
    expect(said.slice(1)).toEqual(['windbreak/v1/0/a/ack {"upTo":2}', 'windbreak/v1/0/__proto__/ack {"upTo":9}'])
  })

  it('promises nothing of what the store had refused when the process ended', async () => {
    await makeSafe(reading('a', 1))
    await aSecondPasses()
    await spool.append(encodeSpoolRecord({ readings: [reading('a', 2), reading('a', 3)], refused: [] }))
    const shippedUpTo = spool.state().lastSeq
    await spool.close()
    seconds = []
    await start({ notSetAside: async (readings) => readings.filter(({ seq }) => seq !== 2) })
    await acks.recover(shippedUpTo)
    acks.safe([], shippedUpTo)
    await aSecondPasses()
    expect(said).toEqual(['windbreak/v1/0/a/ack {"upTo":1}'])
    acks.safe([reading('a', 2)], shippedUpTo)
    await aSecondPasses()
    expect(said.at(-1)).toBe('windbreak/v1/0/a/ack {"upTo":3}')
  })

  it('says what is left to say when it stops', async () => {
    await makeSafe(reading('a', 1))
    const stopping = acks.stop()
    await aSecondPasses()
    await stopping
    expect(said).toHaveLength(1)
  })
})
