/**
 * A relay in front of a broker that notes every PUBACK the client sends, and can break or stop the line.
 * It reads frames only (MQTT 5, 2.1): kind, length, and the packet id of a PUBACK.
 */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export interface WireTap {
  readonly url: string
  /** Packet ids of PUBACKs from the client, in order, over all connections. */
  readonly acks: readonly number[]
  readonly connections: number
  /** Cuts all connections; new ones are welcome. */
  cut(): void
  end(): Promise<void>
}

export async function tapWire(port: number): Promise<WireTap> {
  const acks: number[] = []
  const sockets = new Set<Socket>()
  let connections = 0
  const server = createServer((near) => {
    connections += 1
    const far = connect(port, '127.0.0.1')
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        near.destroy()
        far.destroy()
      })
    }
    let rest: Buffer = Buffer.alloc(0)
    near.on('data', (chunk: Buffer) => {
      rest = noteAcks(Buffer.concat([rest, chunk]), acks)
      far.write(chunk)
    })
    far.on('data', (chunk) => near.write(chunk))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address() as { port: number }
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: `mqtt://127.0.0.1:${address.port}`,
    acks,
    get connections() {
      return connections
    },
    cut,
    async end() {
      cut()
      server.close()
    },
  }
}

/** Returns the bytes of the packet that is not complete yet. */
function noteAcks(bytes: Buffer, acks: number[]): Buffer {
  let at = 0
  for (;;) {
    let length = 0
    let header = 1
    let byte: number | undefined
    do {
      byte = bytes[at + header]
      if (byte === undefined) return bytes.subarray(at)
      length += (byte & 0x7f) * 128 ** (header - 1)
      header += 1
    } while (byte & 0x80)
    if (at + header + length > bytes.length) return bytes.subarray(at)
    if (bytes[at]! >> 4 === 4) acks.push(bytes.readUInt16BE(at + header))
    at += header + length
  }
}
