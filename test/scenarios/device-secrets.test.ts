/** The whole program where every device must prove itself: on the embedded broker, and the same secrets on mosquitto. */
import mqtt from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Joins } from '../../server/contract/device-secret.ts'
import { enterDistrict, MAST } from '../support/live-district.ts'
import { mosquittoIsMissing, startMosquitto } from '../support/mosquitto.ts'
import { temporaryFolder } from '../support/real-server.ts'
import { type RunningServer, startServer, TOKENS } from '../support/server.ts'

const folder = temporaryFolder()
let server: RunningServer

beforeAll(async () => {
  server = await startServer({ WINDBREAK_DATA_DIR: folder.path, WINDBREAK_DEVICE_SECRETS: 'required' })
  await enterDistrict(server, ['dust-1'])
})
afterAll(async () => {
  await server.end()
  folder.remove()
})

const connect = (url: string | null, id: string, password?: string) =>
  mqtt.connectAsync(url ?? '', { clientId: id, username: id, reconnectPeriod: 0, ...(password ? { password } : {}) })

async function issue(device: string): Promise<string> {
  const { items } = await server.post<{ items: { device: string; secret: string }[] }>('/device-secrets', {
    devices: [device],
  })
  return items.find((one) => one.device === device)?.secret ?? ''
}

async function call(method: string, path: string) {
  const headers = { authorization: `Bearer ${TOKENS.chief}` }
  return fetch(`${server.url}/api/v1${path}`, { method, headers })
}

async function joins() {
  const answer = (await (await call('GET', '/joins')).json()) as Joins
  return answer.items.map(({ name, why, times }) => ({ name, why, times }))
}

describe('on the embedded broker', () => {
  it('invariant 18: nobody speaks in the name of a device, and who tried is listed', async () => {
    const secret = await issue(MAST)
    for (const password of [undefined, 'guess', `${secret}x`]) {
      await expect(connect(server.mqttUrl, MAST, password)).rejects.toMatchObject({ code: 5 })
    }
    await expect(connect(server.mqttUrl, 'stranger', secret)).rejects.toMatchObject({ code: 5 })
    expect(await joins()).toEqual([
      { name: 'stranger', why: 'not-registered', times: 1 },
      { name: MAST, why: 'wrong-secret', times: 2 },
      { name: MAST, why: 'gave-no-secret', times: 1 },
    ])
    const own = await connect(server.mqttUrl, MAST, secret)
    await own.publishAsync(`windbreak/v1/0/${MAST}/reading`, JSON.stringify({ ts: Date.now(), windSpeed: 3 }), {
      qos: 1,
    })
    await own.endAsync()
  })

  it('takes the old and the new secret during a rotation, and neither once they are revoked', async () => {
    const [before, after] = [await issue('dust-1'), await issue('dust-1')]
    await (await connect(server.mqttUrl, 'dust-1', before)).endAsync()
    const standing = await connect(server.mqttUrl, 'dust-1', after)
    standing.on('error', () => undefined)
    const closed = new Promise<void>((resolve) => standing.once('close', () => resolve()))
    expect((await call('DELETE', '/devices/dust-1/secret')).status).toBe(204)
    await closed
    for (const secret of [before, after]) {
      await expect(connect(server.mqttUrl, 'dust-1', secret)).rejects.toMatchObject({ code: 5 })
    }
    expect((await call('DELETE', '/devices/dust-1/secret')).status).toBe(409)
  })

  it('never keeps or tells a secret again', async () => {
    const headers = {
      authorization: `Bearer ${TOKENS.chief}`,
      'content-type': 'application/json',
      'idempotency-key': 'once',
    }
    const ask = async () => {
      const body = JSON.stringify({ devices: [MAST] })
      const answer = await fetch(`${server.url}/api/v1/device-secrets`, { method: 'POST', headers, body })
      return ((await answer.json()) as { items: { secret: string }[] }).items[0]?.secret
    }
    expect(await ask()).not.toBe(await ask())
  })

  it('says which device is not registered', async () => {
    const asked = server.post('/device-secrets', { devices: [MAST, 'nobody'] })
    await expect(asked).rejects.toThrow(/400.*"found":"\\"nobody\\""/)
  })
})

describe.skipIf(mosquittoIsMissing())('on a mosquitto whose password file is the registry’s', () => {
  it('an issued secret connects, a guess and a revoked one do not', async () => {
    const secret = await issue(MAST)
    const passwordFile = async () => (await call('GET', '/broker/passwords')).text()
    const mosquitto = await startMosquitto({ passwordFile: await passwordFile(), acl: 'topic readwrite #' })
    await (await connect(mosquitto.url, MAST, secret)).endAsync()
    await expect(connect(mosquitto.url, MAST, 'guess')).rejects.toMatchObject({ code: 5 })
    await mosquitto.end()

    await call('DELETE', `/devices/${MAST}/secret`)
    await issue('dust-1')
    const after = await startMosquitto({ passwordFile: await passwordFile(), acl: 'topic readwrite #' })
    await expect(connect(after.url, MAST, secret)).rejects.toMatchObject({ code: 5 })
    await after.end()
  })
})
