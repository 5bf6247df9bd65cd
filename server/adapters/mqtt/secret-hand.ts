/**
 * Makes and proves secrets of devices. Hashed as mosquitto 2 hashes passwords (PBKDF2 of SHA-512, 101 rounds), so that
 * one list serves the embedded broker and an outside one. Few rounds are enough: a secret is 192 random bits, which no
 * number of tries finds, unlike a person's password.
 */
import { pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto'
import type { SecretHand } from '../../ports/secret-hand.ts'

const SECRET_BYTES = 24
const SALT_BYTES = 12
const HASH_BYTES = 64
const ROUNDS = 101

export const secretHand: SecretHand = {
  make: () => randomBytes(SECRET_BYTES).toString('base64url'),
  hashOf(secret) {
    const salt = randomBytes(SALT_BYTES)
    return `$7$${ROUNDS}$${salt.toString('base64')}$${derive(Buffer.from(secret), salt, ROUNDS).toString('base64')}`
  },
  isOf(hash, given) {
    const [, , rounds, salt, expected] = hash.split('$')
    if (salt === undefined || expected === undefined) return false
    const wanted = Buffer.from(expected, 'base64')
    const found = derive(given, Buffer.from(salt, 'base64'), Number(rounds))
    return wanted.length === found.length && timingSafeEqual(wanted, found)
  },
}

function derive(secret: Buffer, salt: Buffer, rounds: number): Buffer {
  return pbkdf2Sync(secret, salt, rounds, HASH_BYTES, 'sha512')
}
