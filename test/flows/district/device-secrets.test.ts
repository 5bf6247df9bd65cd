import { beforeEach, describe, expect, it } from 'vitest'
import { secretHand } from '../../../server/adapters/mqtt/secret-hand.ts'
import { OVERLAP_MS } from '../../../server/domain/device-secret.ts'
import {
  createDeviceSecrets,
  type DeviceSecretsDesk,
  type DeviceSecretsParts,
} from '../../../server/flows/district/device-secrets.ts'
import { createRegistry } from '../../../server/flows/district/registry.ts'
import { createMovableClock } from '../../../server/flows/drill/realm-clock.ts'
import type { Operations } from '../../../server/ports/operations.ts'
import { mast, T0, TWO_TOWNSHIPS } from '../../support/control-room.ts'
import { embeddedOperations } from '../../support/embedded-operations.ts'

let operations: Operations
const database = embeddedOperations()
beforeEach(() => {
  operations = database()
})

const BY = { actor: '李带班', reason: 'secret-issued' } as const

async function desk(asked: DeviceSecretsParts['asked'] = 'required') {
  const clock = createMovableClock(T0)
  const registry = createRegistry(operations, clock, 'Asia/Shanghai')
  await registry.load()
  if (registry.current().devices.length === 0) await registry.save(TWO_TOWNSHIPS, BY)
  let ids = 0
  const open = async () => {
    const secrets = createDeviceSecrets({
      ...{ operations, registry, clock, asked, hand: secretHand },
      newId: () => `s${++ids}-${Math.random()}`,
    })
    await secrets.load()
    return secrets
  }
  const secrets = await open()
  const issue = async () => (await secrets.issue(['mast-1'], BY))[0]!
  const why = (secret?: string, device = 'mast-1') => whyNot(secrets, device, secret)
  return { clock, registry, secrets, open, issue, why }
}

function whyNot(secrets: DeviceSecretsDesk, device: string, secret?: string): string | null {
  const admission = secrets.admit(device, secret === undefined ? undefined : Buffer.from(secret))
  return admission.kind === 'out' ? admission.why : null
}

/** What it came in with. */
function inWith(secrets: DeviceSecretsDesk, device: string, secret?: string): string {
  const admission = secrets.admit(device, secret === undefined ? undefined : Buffer.from(secret))
  return admission.kind === 'in' ? admission.by : ''
}

describe('the secret of a device', () => {
  it('is asked of every device, and of a registered one only', async () => {
    const { why } = await desk()
    expect(why('x')).toBe('no-secret-issued')
    expect(why('x', 'stranger')).toBe('not-registered')
  })

  it('is shown once and kept as a hash', async () => {
    const { issue, why } = await desk()
    const { secret, earlierUntil } = await issue()
    expect(secret).toMatch(/^[\w-]{32}$/)
    expect(earlierUntil).toBeNull()
    expect(why(secret)).toBeNull()
    expect([why(), why(''), why(`${secret}x`)]).toEqual(['gave-no-secret', 'gave-no-secret', 'wrong-secret'])
    expect(why(secret, 'mast-2')).toBe('no-secret-issued')
    const { secrets } = await operations.read.secrets.load()
    expect(JSON.stringify([secrets, await lines()])).not.toContain(secret)
  })

  it('holds beside the next one for a day, and never three at once', async () => {
    const { issue, why, clock, secrets } = await desk()
    const first = (await issue()).secret
    clock.set(T0 + 1_000)
    const second = await issue()
    expect(second.earlierUntil).toBe(T0 + 1_000 + OVERLAP_MS)
    expect([why(first), why(second.secret), secrets.stateOf('mast-1')]).toEqual([null, null, 'rotating'])
    clock.set(T0 + 2_000)
    const third = await issue()
    expect([why(first), why(second.secret), why(third.secret)]).toEqual(['wrong-secret', null, null])
    clock.set(T0 + 2_000 + OVERLAP_MS)
    expect([why(second.secret), why(third.secret), secrets.stateOf('mast-1')]).toEqual(['wrong-secret', null, 'issued'])
  })

  it('is the same after a restart', async () => {
    const { issue, open } = await desk()
    const { secret } = await issue()
    const again = await open()
    expect(whyNot(again, 'mast-1', secret)).toBeNull()
    expect(again.stateOf('mast-1')).toBe('issued')
  })

  it.each(['required', 'when-issued'] as const)('ends at once when it is revoked, and stays so (%s)', async (asked) => {
    const { issue, secrets, why, open } = await desk(asked)
    const { secret } = await issue()
    const by = inWith(secrets, 'mast-1', secret)
    let changes = 0
    secrets.onChange(() => {
      changes += 1
    })
    expect(await secrets.revoke('mast-1', BY)).toBe('revoked')
    expect([why(secret), secrets.mayStay('mast-1', by), changes]).toEqual(['no-secret-issued', false, 1])
    expect(await secrets.revoke('mast-1', BY)).toBe('had-none')
    expect((await open()).stateOf('mast-1')).toBe('none')
  })

  it('ends, once issued, what came in by name; and what came in with one that has ended', async () => {
    const { issue, secrets, clock } = await desk('when-issued')
    const byName = inWith(secrets, 'mast-1')
    expect(secrets.mayStay('mast-1', byName)).toBe(true)
    const first = inWith(secrets, 'mast-1', (await issue()).secret)
    expect([secrets.mayStay('mast-1', byName), secrets.mayStay('mast-1', first)]).toEqual([false, true])
    await issue()
    clock.set(clock.now() + OVERLAP_MS)
    expect(secrets.mayStay('mast-1', first)).toBe(false)
  })

  it('stays revoked when another is being issued at the same time, and of two issued at once both hold', async () => {
    const { issue, secrets, why } = await desk()
    const [before] = [await issue()]
    const [, meanwhile] = await Promise.all([secrets.revoke('mast-1', BY), issue()])
    expect([why(before?.secret), why(meanwhile.secret)]).toEqual(['wrong-secret', null])
    const [one, other] = await Promise.all([issue(), issue()])
    expect([why(one.secret), why(other.secret)]).toEqual([null, null])
  })

  it('goes with the device', async () => {
    const { issue, secrets, registry } = await desk()
    const { secret } = await issue()
    const by = inWith(secrets, 'mast-1', secret)
    await registry.remove('devices', 'mast-1', BY)
    expect(secrets.mayStay('mast-1', by)).toBe(false)
    await registry.save({ devices: [mast('mast-1', 't1')] }, BY)
    expect([whyNot(secrets, 'mast-1', secret), secrets.mayStay('mast-1', by)]).toEqual(['no-secret-issued', false])
  })

  it('is not asked, by setting, of a device that was never given one', async () => {
    const { why, issue } = await desk('when-issued')
    expect(why()).toBeNull()
    await issue()
    expect(why()).toBe('gave-no-secret')
  })

  it('is on record: who issued it and who revoked it', async () => {
    const { issue, secrets } = await desk()
    await issue()
    await secrets.revoke('mast-1', { actor: '王值班', reason: 'secret-revoked' })
    expect((await lines()).slice(0, 2).map(({ action, actor, subject }) => [action, actor, subject])).toEqual([
      ['device.secret-revoked', '王值班', 'device:mast-1'],
      ['device.secret-issued', '李带班', 'device:mast-1'],
    ])
  })
})

const lines = async () => (await operations.read.audit.list({ subject: null, limit: 50, cursor: null })).items
