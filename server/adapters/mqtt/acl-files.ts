/**
 * The files with which an outside mosquitto guards what the embedded broker guards itself: a device speaks and hears
 * only under its own id. Pure text; it writes no file and knows no password.
 *
 * Two doors: one for devices, whose client id is forced to be their user name, and one for Windbreak, whose client id
 * is its own, since live operation and drills each keep a session.
 */
import { DATA_KINDS, WORD_KINDS } from './topics.ts'

export interface MosquittoSettings {
  /** One tree: `windbreak/v1`. A drill uses a broker user of its own. */
  readonly root: string
  /** Windbreak's own user name at the broker. */
  readonly ingestUser: string
  readonly deviceListener: string
  readonly ingestListener: string
  /** Paths as mosquitto sees them. */
  readonly aclFile: string
  readonly passwordFile: string
  /** Where it keeps sessions over a restart, with a closing slash. */
  readonly persistenceFolder: string
}

export const MOSQUITTO_DEFAULTS: MosquittoSettings = {
  root: 'windbreak/v1',
  ingestUser: 'ingest',
  deviceListener: '1883',
  ingestListener: '1884 127.0.0.1',
  aclFile: '/etc/mosquitto/windbreak.acl',
  passwordFile: '/etc/mosquitto/windbreak.passwd',
  persistenceFolder: '/var/lib/mosquitto/',
}

export const LARGEST_PAYLOAD_BYTES = 262_144
/** Room for the topic and the properties around the payload. */
const LARGEST_PACKET_BYTES = LARGEST_PAYLOAD_BYTES + 4_096

export function mosquittoAcl({ root, ingestUser }: MosquittoSettings): string {
  return [
    '# What is not listed is refused. %u is the user name, which is the device id.',
    ...DATA_KINDS.map((kind) => `pattern write ${root}/+/%u/${kind}`),
    ...WORD_KINDS.map((kind) => `pattern read ${root}/+/%u/${kind}`),
    '',
    `user ${ingestUser}`,
    `topic read ${root}/#`,
    ...WORD_KINDS.map((kind) => `topic write ${root}/+/+/${kind}`),
    '',
  ].join('\n')
}

export function mosquittoConf(settings: MosquittoSettings): string {
  const guarded = [
    'allow_anonymous false',
    `password_file ${settings.passwordFile}`,
    `acl_file ${settings.aclFile}`,
    `max_connections -1`,
  ]
  return [
    '# mosquitto 2. Without per_listener_settings the last listener would decide for both.',
    'per_listener_settings true',
    '',
    '# The default of 1000 silently drops what arrives while Windbreak restarts.',
    'max_queued_messages 1000000',
    'max_inflight_messages 1000',
    'persistent_client_expiration 14d',
    `message_size_limit ${LARGEST_PAYLOAD_BYTES}`,
    `max_packet_size ${LARGEST_PACKET_BYTES}`,
    'max_keepalive 300',
    '',
    '# The default of 30 minutes is what a power cut loses; devices fill such gaps from their own buffers.',
    'persistence true',
    `persistence_location ${settings.persistenceFolder}`,
    'autosave_interval 60',
    '',
    '# Devices. Over a network, add certfile, keyfile and tls_version tlsv1.2.',
    `listener ${settings.deviceListener}`,
    'use_username_as_clientid true',
    ...guarded,
    '',
    '# Windbreak itself.',
    `listener ${settings.ingestListener}`,
    ...guarded,
    '',
  ].join('\n')
}

/** Commands for a person to run; each asks for the secret, so that none is left in the shell's history. */
export function passwordSteps(settings: MosquittoSettings, devices: readonly string[]): readonly string[] {
  const [first, ...others] = [settings.ingestUser, ...devices]
  return [
    `mosquitto_passwd -c ${settings.passwordFile} ${first}`,
    ...others.map((user) => `mosquitto_passwd ${settings.passwordFile} ${user}`),
    `chown root:mosquitto ${settings.passwordFile}`,
    `chmod 640 ${settings.passwordFile}`,
    'systemctl reload mosquitto',
  ]
}
