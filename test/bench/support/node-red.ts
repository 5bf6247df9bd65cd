/**
 * Node-RED with the flow one would draw for this: MQTT in → function → batch of up to 1,000 or one second → InfluxDB
 * batch out. Installed into a folder of its own under the system's temporary one, where the next run finds it.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RunningProgram, startProgram } from '../../support/real-server.ts'
import { pause } from './figures.ts'

const FOLDER = join(tmpdir(), 'windbreak-bench-node-red')
const PACKAGES = ['node-red@4', 'node-red-contrib-influxdb@0.7']
const PROGRAM = join(FOLDER, 'node_modules/node-red/red.js')
const CONTRIB = join(FOLDER, 'node_modules/node-red-contrib-influxdb/influxdb.js')

/** The same eight quantities and instants as the server stores, without the marks that it puts beside them. */
const TO_POINT = `
const { ts, seq, ...fields } = msg.payload
return { payload: { measurement: 'reading', tags: { device: msg.topic.split('/')[3] }, fields, timestamp: ts } }`

export interface NodeRedSettings {
  readonly mqttPort: number
  readonly influxUrl: string
  /** Must be there. */
  readonly database: string
}

export function installNodeRed(): void {
  if (existsSync(PROGRAM) && existsSync(CONTRIB)) return
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(join(FOLDER, 'package.json'), JSON.stringify({ name: 'node-red-bench', private: true }))
  const npm = spawnSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...PACKAGES], { cwd: FOLDER })
  if (npm.status !== 0) throw new Error(`Node-RED was not installed: ${npm.stderr}`)
}

export async function startNodeRed(settings: NodeRedSettings): Promise<RunningProgram> {
  writeFileSync(join(FOLDER, 'flows.json'), JSON.stringify(flow(settings)))
  writeFileSync(
    join(FOLDER, 'settings.js'),
    `module.exports = {
      flowFile: 'flows.json', httpAdminRoot: false, httpNodeRoot: false, disableEditor: true,
      uiHost: '127.0.0.1', uiPort: 0, credentialSecret: false, telemetry: { enabled: false },
      logging: { console: { level: 'info', metrics: false, audit: false } },
    }`,
  )
  const program = startProgram(process.execPath, [PROGRAM, '--userDir', FOLDER])
  for (const deadline = Date.now() + 60_000; !/Connected to broker/.test(program.said()); await pause(50)) {
    if (Date.now() > deadline || program.process.exitCode !== null)
      throw new Error(`Node-RED did not connect: ${program.said()}`)
  }
  return program
}

function flow({ mqttPort, influxUrl, database }: NodeRedSettings): object[] {
  const { hostname, port } = new URL(influxUrl)
  return [
    { id: 'tab', type: 'tab', label: 'readings' },
    {
      id: 'broker',
      type: 'mqtt-broker',
      broker: '127.0.0.1',
      port: mqttPort,
      clientid: 'node-red',
      autoConnect: true,
      protocolVersion: '5',
      cleansession: false,
      sessionExpiry: 3_600,
      keepalive: 60,
    },
    { id: 'influx', type: 'influxdb', hostname, port, protocol: 'http', database, influxdbVersion: '1.x' },
    {
      id: 'in',
      type: 'mqtt in',
      z: 'tab',
      topic: 'windbreak/v1/+/+/reading',
      qos: '1',
      datatype: 'json',
      broker: 'broker',
      inputs: 0,
      wires: [['point']],
    },
    { id: 'point', type: 'function', z: 'tab', func: TO_POINT, outputs: 1, wires: [['batch']] },
    {
      id: 'batch',
      type: 'join',
      z: 'tab',
      mode: 'custom',
      build: 'array',
      property: 'payload',
      propertyType: 'msg',
      timeout: '1',
      count: '1000',
      wires: [['out']],
    },
    { id: 'out', type: 'influxdb batch', z: 'tab', influxdb: 'influx', precision: 'ms', wires: [] },
  ]
}
