/** `npm run broker-files`: what it writes makes a real mosquitto keep each device to its own id, before the real program. */
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import mqtt, { type MqttClient } from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { everything, healthOf, until } from './support/live-district.ts'
import { mosquittoIsMissing, type RunningMosquitto, startMosquittoWith } from './support/mosquitto.ts'
import { findProgram, freePort, isMissing, temporaryFolder } from './support/real-server.ts'
import { type RunningServer, startServer } from './support/server.ts'

const PROGRAM = join(import.meta.dirname, '../dist/server/broker-files.js')
const passwordProgram = findProgram('mosquitto_passwd')
const isSkipped = mosquittoIsMissing() || isMissing('mosquitto_passwd', passwordProgram)

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], { encoding: 'utf8' })
  return { status, stdout, stderr }
}

describe('npm run broker-files', () => {
  const folder = temporaryFolder()
  afterAll(() => folder.remove())

  it('writes access list, configuration and steps that name every device, and no password', () => {
    const target = join(folder.path, 'a')
    const { status, stdout, stderr } = run(target, 'dust-1', 'dust-2')
    const files = ['windbreak.acl', 'windbreak.conf', 'STEPS.md'].map((name) => join(target, name))
    expect({ status, stderr, lines: stdout.split('\n').slice(0, 3) }).toEqual({ status: 0, stderr: '', lines: files })
    const steps = readFileSync(files[2]!, 'utf8')
    for (const user of ['ingest', 'dust-1', 'dust-2']) expect(steps).toContain(`windbreak.passwd ${user}\n`)
    expect(readFileSync(files[0]!, 'utf8')).toContain('pattern write windbreak/v1/+/%u/reading')
    expect(steps).not.toMatch(/mosquitto_passwd.* -b /)
  })

  it('never writes over what is there', () => {
    const target = join(folder.path, 'b')
    mkdirSync(target)
    writeFileSync(join(target, 'windbreak.conf'), 'mine')
    const { status, stderr } = run(target)
    expect(status).toBe(1)
    expect(stderr).toBe(`${join(target, 'windbreak.conf')}: there already; nothing was written\n`)
    expect(existsSync(join(target, 'windbreak.acl'))).toBe(false)
    expect(readFileSync(join(target, 'windbreak.conf'), 'utf8')).toBe('mine')
  })

  it.each([
    { case: 'no folder', args: [], said: 'usage: npm run broker-files -- <folder> [device id …]\n' },
    { case: 'a wildcard as a device', args: ['x', 'dust/#'], said: /^no device can have the id dust\/#\nusage:/ },
    { case: "Windbreak's own name", args: ['x', 'ingest'], said: /^no device can have the id ingest\n/ },
    { case: 'a folder that cannot be', args: ['/dev/null/x'], said: /^\/dev\/null\/x cannot be written: .+\n$/ },
  ])('refuses $case in plain words', ({ args, said }) => {
    const { status, stderr, stdout } = run(...args)
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toMatch(said)
    expect(stderr).not.toContain('    at ')
  })
})

describe.skipIf(isSkipped)('a mosquitto with those files, before the real program', () => {
  const folder = temporaryFolder()
  const clients: MqttClient[] = []
  let mosquitto: RunningMosquitto
  let server: RunningServer
  let devicePort: number

  beforeAll(async () => {
    devicePort = await freePort()
    const port = await freePort()
    mosquitto = await startMosquittoWith((own) => {
      run(join(own, 'files'), 'bad', 'victim')
      const installed = join(own, 'etc')
      mkdirSync(installed)
      writeFileSync(join(installed, 'windbreak.acl'), readFileSync(join(own, 'files/windbreak.acl')), { mode: 0o600 })
      const passwords = join(installed, 'windbreak.passwd')
      for (const [index, user] of ['ingest', 'bad', 'victim'].entries()) {
        execFileSync(passwordProgram!, [...(index === 0 ? ['-c'] : []), '-b', passwords, user, `secret-${user}`])
      }
      chmodSync(passwords, 0o600)
      const conf = readFileSync(join(own, 'files/windbreak.conf'), 'utf8')
        .replaceAll('/etc/mosquitto/', `${installed}/`)
        .replace('/var/lib/mosquitto/', `${own}/`)
        .replace('listener 1883', `listener ${devicePort} 127.0.0.1`)
        .replace('listener 1884 127.0.0.1', `listener ${port} 127.0.0.1`)
      return `user root\n${conf}`
    }, port)
    server = await startServer({
      WINDBREAK_DATA_DIR: folder.path,
      MQTT_URL: `mqtt://ingest:secret-ingest@127.0.0.1:${port}`,
    })
    const devices = ['bad', 'victim'].map((id) => ({ id, name: id, kind: 'dustMonitor', townshipId: 't' }))
    await server.post('/import', { townships: [{ id: 't', name: '侯寨乡' }], devices })
  })
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.endAsync(true)))
    await server?.end()
    await mosquitto?.end('SIGKILL')
    folder.remove()
  })

  async function device(id: string): Promise<MqttClient> {
    const options = { clientId: id, username: id, password: `secret-${id}`, protocolVersion: 5, reconnectPeriod: 0 }
    const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${devicePort}`, options as mqtt.IClientOptions)
    client.on('error', () => undefined)
    clients.push(client)
    return client
  }

  it("keeps out a device that publishes under another's id, and a payload of 1 MB; takes what is its own", async () => {
    const bad = await device('bad')
    await expect(bad.publishAsync('windbreak/v1/0/victim/reading', '{}', { qos: 1 })).rejects.toThrow('Not authorized')
    bad.publish('windbreak/v1/0/bad/reading', Buffer.alloc(1_000_000, ' '), { qos: 1 }, () => undefined)
    const victim = await device('victim')
    const reading = JSON.stringify({ ts: Date.now(), pm10: 12 })
    await victim.publishAsync('windbreak/v1/0/victim/reading', reading, { qos: 1 })
    const health = await until(
      () => healthOf(server),
      ({ counters }) => counters.stored === 1,
    )
    expect(health.counters).toMatchObject({ messages: 1, kept: 1, quarantined: 0 })
    expect(await everything(server, '/quarantine')).toEqual([])
  })

  it('never shows the password of the broker to a caller or in the log', async () => {
    expect(JSON.stringify(await healthOf(server))).not.toContain('secret-ingest')
    expect(server.said()).not.toContain('secret-ingest')
  })
})
