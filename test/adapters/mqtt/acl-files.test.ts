/** The files for an outside mosquitto, tried on a real one: each device speaks and hears only for itself. */
import { execFileSync } from 'node:child_process'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  LARGEST_PAYLOAD_BYTES,
  MOSQUITTO_DEFAULTS,
  mosquittoAcl,
  mosquittoConf,
  passwordSteps,
} from '../../../server/adapters/mqtt/acl-files.ts'
import { openOutsideBroker } from '../../../server/adapters/mqtt/outside-broker.ts'
import type { Inbox } from '../../../server/ports/inbox.ts'
import { type KeptMessages, keptMessages, silentLog } from '../../support/kept-messages.ts'
import { mosquittoIsMissing, type RunningMosquitto, startMosquittoWith } from '../../support/mosquitto.ts'
import { findProgram, freePort, isMissing } from '../../support/real-server.ts'

const passwordProgram = findProgram('mosquitto_passwd')
const isSkipped = mosquittoIsMissing() || isMissing('mosquitto_passwd', passwordProgram)

describe.skipIf(isSkipped)('files for mosquitto', () => {
  let mosquitto: RunningMosquitto
  let devicePort: number
  let inbox: Inbox
  let messages: KeptMessages
  const clients: MqttClient[] = []

  beforeAll(async () => {
    devicePort = await freePort()
    const port = await freePort()
    mosquitto = await startMosquittoWith((folder) => {
      const settings = {
        ...MOSQUITTO_DEFAULTS,
        deviceListener: `${devicePort} 127.0.0.1`,
        ingestListener: `${port} 127.0.0.1`,
        aclFile: join(folder, 'acl'),
        passwordFile: join(folder, 'passwords'),
        persistenceFolder: `${folder}/`,
      }
      writeFileSync(settings.aclFile, mosquittoAcl(settings))
      for (const [index, user] of ['ingest', 'dev-a', 'dev-b'].entries()) {
        execFileSync(passwordProgram!, [
          ...(index === 0 ? ['-c'] : []),
          '-b',
          settings.passwordFile,
          user,
          `secret-${user}`,
        ])
      }
      for (const file of [settings.aclFile, settings.passwordFile]) chmodSync(file, 0o600)
      return `user root\n${mosquittoConf(settings)}`
    }, port)
    messages = keptMessages()
    inbox = openOutsideBroker(
      { url: `mqtt://ingest:secret-ingest@127.0.0.1:${port}`, clientId: 'windbreak', root: 'windbreak/v1' },
      silentLog(),
    )
    await inbox.start(messages.take, () => undefined)
  })
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.endAsync(true)))
    await inbox?.close()
    await mosquitto?.end('SIGKILL')
  })

  async function device(id: string, more: IClientOptions = {}): Promise<MqttClient> {
    const url = `mqtt://127.0.0.1:${devicePort}`
    const options = {
      clientId: id,
      username: id,
      password: `secret-${id}`,
      protocolVersion: 5,
      reconnectPeriod: 0,
    } as const
    const client = await mqtt.connectAsync(url, { ...options, ...more })
    client.on('error', () => undefined)
    clients.push(client)
    return client
  }
  const topic = (id: string, kind: string) => `windbreak/v1/0/${id}/${kind}`
  const handed = () => messages.handed.map((message) => `${message.topic} ${message.payload}`)

  it('lets a device speak for itself, in each kind', async () => {
    expect(inbox.status()).toMatchObject({ connected: true, problem: null })
    const client = await device('dev-a')
    const before = messages.handed.length
    const kinds = ['reading', 'hj212', 'state', 'position']
    for (const kind of kinds) await client.publishAsync(topic('dev-a', kind), 'own', { qos: 1 })
    await messages.untilHanded(before + kinds.length)
    expect(handed().slice(before)).toEqual(kinds.map((kind) => `${topic('dev-a', kind)} own`))
  })

  it.each([
    { case: "another's reading", forged: topic('dev-b', 'reading') },
    { case: 'a command to itself', forged: topic('dev-a', 'command') },
    { case: 'a command to another', forged: topic('dev-b', 'command') },
    { case: 'a drill', forged: 'windbreak-drill/v1/0/dev-a/reading' },
  ])('never lets a device send $case', async ({ forged }) => {
    const client = await device('dev-a')
    await expect(client.publishAsync(forged, 'forged', { qos: 1 })).rejects.toThrow('Not authorized')
    await client.publishAsync(topic('dev-a', 'state'), 'after', { qos: 1 })
    await vi.waitFor(() => expect(handed().at(-1)).toBe(`${topic('dev-a', 'state')} after`))
    expect(handed().join()).not.toContain('forged')
  })

  it('lets a device hear its own words alone', async () => {
    const client = await device('dev-a')
    const heard: string[] = []
    client.on('message', (at, payload) => heard.push(`${at} ${payload}`))
    await client.subscribeAsync('windbreak/v1/#', { qos: 1 }).catch(() => undefined)
    await inbox.publish(topic('dev-b', 'command'), 'for b')
    await inbox.publish(topic('dev-a', 'command'), 'for a')
    await vi.waitFor(() => expect(heard).toEqual([`${topic('dev-a', 'command')} for a`]))
  })

  it('refuses a wrong password, and no name at all', async () => {
    await expect(device('dev-a', { password: 'wrong' })).rejects.toThrow()
    await expect(mqtt.connectAsync(`mqtt://127.0.0.1:${devicePort}`, { reconnectPeriod: 0 })).rejects.toThrow()
  })

  it('never lets a device end the connection of another by its client id', async () => {
    const victim = await device('dev-b')
    await (await device('dev-a', { clientId: 'dev-b' })).publishAsync(topic('dev-a', 'state'), 'x', { qos: 1 })
    await victim.publishAsync(topic('dev-b', 'state'), 'still here', { qos: 1 })
    await vi.waitFor(() => expect(handed().at(-1)).toBe(`${topic('dev-b', 'state')} still here`))
  })

  it('takes the largest payload, and none that is larger', async () => {
    const client = await device('dev-a')
    await client.publishAsync(topic('dev-a', 'reading'), Buffer.alloc(LARGEST_PAYLOAD_BYTES, '1'), { qos: 1 })
    await vi.waitFor(() => expect(messages.handed.at(-1)?.payload).toHaveLength(LARGEST_PAYLOAD_BYTES))
    // It is answered with "packet too large", which the client's own parser does not accept in a PUBACK.
    const refused = new Promise<Error>((resolve) => client.once('error', resolve))
    client.publish(topic('dev-a', 'reading'), Buffer.alloc(LARGEST_PAYLOAD_BYTES + 1), { qos: 1 }, () => undefined)
    expect((await refused).message).toContain('puback reason code')
    await (await device('dev-b')).publishAsync(topic('dev-b', 'state'), 'after', { qos: 1 })
    await vi.waitFor(() => expect(handed().at(-1)).toBe(`${topic('dev-b', 'state')} after`))
    expect(messages.handed.filter(({ payload }) => payload.length > LARGEST_PAYLOAD_BYTES)).toEqual([])
  })

  it('shows how passwords are made, and none of them', () => {
    expect(passwordSteps(MOSQUITTO_DEFAULTS, ['dev-a'])).toEqual([
      'mosquitto_passwd -c /etc/mosquitto/windbreak.passwd ingest',
      'mosquitto_passwd /etc/mosquitto/windbreak.passwd dev-a',
      'chown root:mosquitto /etc/mosquitto/windbreak.passwd',
      'chmod 640 /etc/mosquitto/windbreak.passwd',
      'systemctl reload mosquitto',
    ])
  })
})
