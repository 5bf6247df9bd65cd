/**
 * `npm run broker-files -- <folder> [device id …]`: writes what an outside mosquitto needs, so that each device speaks
 * and hears only under its own id: the access list, a piece of configuration, and the steps for a person.
 *
 * It writes into the folder alone, never over a file that is there, and knows no password.
 */
import { existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { MOSQUITTO_DEFAULTS, mosquittoAcl, mosquittoConf, passwordSteps } from './adapters/mqtt/acl-files.ts'
import { DEVICE_ID } from './domain/air/reading.ts'
import { StartProblem, wordsOf } from './start-problem.ts'

const USAGE = 'usage: npm run broker-files -- <folder> [device id …]'

/** Paths of the files written. Throws `StartProblem` when one is there already or the folder cannot be written. */
export function writeBrokerFiles(folder: string, devices: readonly string[]): readonly string[] {
  const strange = devices.filter((id) => !DEVICE_ID.test(id) || id === MOSQUITTO_DEFAULTS.ingestUser)
  if (strange.length > 0) throw new StartProblem(`no device can have the id ${strange.join(', ')}\n${USAGE}`)
  const files = [
    { path: join(folder, 'windbreak.acl'), text: mosquittoAcl(MOSQUITTO_DEFAULTS) },
    { path: join(folder, 'windbreak.conf'), text: mosquittoConf(MOSQUITTO_DEFAULTS) },
    { path: join(folder, 'STEPS.md'), text: stepsText(devices) },
  ]
  const present = files.filter(({ path }) => existsSync(path)).map(({ path }) => path)
  if (present.length > 0) throw new StartProblem(`${present.join(', ')}: there already; nothing was written`)
  try {
    mkdirSync(folder, { recursive: true })
    for (const { path, text } of files) writeFileSync(path, text, { flag: 'wx' })
  } catch (error) {
    throw new StartProblem(`${folder} cannot be written: ${wordsOf(error)}`)
  }
  return files.map(({ path }) => path)
}

function stepsText(devices: readonly string[]): string {
  const { aclFile, ingestUser, passwordFile } = MOSQUITTO_DEFAULTS
  const given = devices.length > 0 ? devices : ['DEVICE_ID']
  return [
    '# mosquitto for Windbreak',
    '',
    'Run as root, in the folder of this file. A password is asked for each user; a device uses its id as user name.',
    '',
    '```sh',
    `install -m 640 -o root -g mosquitto windbreak.acl ${aclFile}`,
    'cp /etc/mosquitto/mosquitto.conf /etc/mosquitto/mosquitto.conf.before-windbreak',
    'install -m 644 windbreak.conf /etc/mosquitto/mosquitto.conf',
    ...passwordSteps(MOSQUITTO_DEFAULTS, given).slice(0, -1),
    'systemctl restart mosquitto',
    '```',
    '',
    "It stands in place of the distribution's own file: mosquitto refuses a second `persistence_location` in conf.d.",
    `Then start Windbreak with \`MQTT_URL=mqtt://${ingestUser}:<password>@127.0.0.1:1884\`.`,
    'Devices that have a secret of Windbreak (`POST /api/v1/device-secrets`) need no password of their own here: their lines come from the registry,',
    'with a token of an officer, a chief or an interface. Do it again after secrets were issued or revoked.',
    '',
    '```sh',
    `grep '^${ingestUser}:' ${passwordFile} > passwd.new`,
    'curl -sf -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8080/api/v1/broker/passwords >> passwd.new',
    `install -m 640 -o root -g mosquitto passwd.new ${passwordFile} && systemctl reload mosquitto`,
    '```',
    '',
    'Over any network but your own, add TLS to the first listener (certfile, keyfile).',
    '',
  ].join('\n')
}

function run([folder, ...devices]: readonly string[]): void {
  try {
    if (folder === undefined || folder.startsWith('-')) throw new StartProblem(USAGE)
    const paths = writeBrokerFiles(resolve(folder), devices)
    process.stdout.write(`${paths.join('\n')}\nNext: follow ${paths.at(-1)}\n`)
  } catch (error) {
    if (!(error instanceof StartProblem)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href)
  run(process.argv.slice(2))
