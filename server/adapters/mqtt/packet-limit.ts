/**
 * Watches the bytes of one MQTT connection and says when a packet is announced that is longer than allowed, before
 * the parser gathers it in memory. It reads only the frames (MQTT 3.1.1, 2.2), never what is inside.
 */

/** Takes each chunk in turn; false once the connection must be cut. */
export type PacketLimit = (chunk: Buffer) => boolean

export function createPacketLimit(longestBytes: number): PacketLimit {
  let bodyLeft = 0
  let isInLength = false
  let length = 0
  let shift = 0

  /** One byte of the fixed header; false when the length it completes or continues is not allowed. */
  function readHeader(byte: number): boolean {
    if (!isInLength) {
      isInLength = true
      length = 0
      shift = 0
      return true
    }
    length += (byte & 0x7f) * 2 ** shift
    shift += 7
    if (byte & 0x80) return shift < 28
    isInLength = false
    bodyLeft = length
    return length <= longestBytes
  }

  return (chunk) => {
    let at = 0
    while (at < chunk.length) {
      if (bodyLeft > 0) {
        const step = Math.min(bodyLeft, chunk.length - at)
        bodyLeft -= step
        at += step
      } else if (!readHeader(chunk[at++]!)) {
        return false
      }
    }
    return true
  }
}
