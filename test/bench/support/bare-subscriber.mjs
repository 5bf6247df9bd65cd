/** What every consumer pays at least: mqtt.js at QoS 1 that counts and does nothing else. Forked; says how far it is. */
import mqtt from 'mqtt'

const client = mqtt.connect(process.argv[2], {
  clientId: 'bare',
  clean: false,
  protocolVersion: 5,
  properties: { receiveMaximum: 1_000, sessionExpiryInterval: 3_600 },
})
let count = 0
client.on('message', () => {
  count += 1
})
client.on('connect', () => {
  client.subscribe('windbreak/v1/+/+/reading', { qos: 1 }, () => process.send('ready'))
})
process.on('message', () => process.send(count))
process.on('disconnect', () => process.exit(0))
