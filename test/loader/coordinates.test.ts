import { createECDH } from 'node:crypto'
import { expect, test } from 'vitest'
import { importKeyPair, issueBadge, verifyCredential } from '../../src/index.js'

const draft = {
  issuer: { name: 'Acme' },
  achievement: { name: 'Welder I', description: 'Welds.', criteria: 'Weld.' },
  recipient: 'kim@example.org',
}

/** RFC 7518 §6.2.1.2: a coordinate has the length of the field, zero bytes at its beginning included. */
test.each([
  ['P-256', 'prime256v1', 32, 'x'],
  ['P-256', 'prime256v1', 32, 'y'],
  ['P-384', 'secp384r1', 48, 'x'],
  ['P-384', 'secp384r1', 48, 'y'],
] as const)(
  'a badge signed by a did:key of %s (%s, %i bytes) whose %s begins with zeros verifies',
  async (crv, name, length, axis) => {
    const pair = createECDH(name)
    // Small scalars in a row, so that every run finds the same one.
    let d = Buffer.alloc(length)
    let point = Buffer.alloc(0)
    for (let scalar = 1; point[axis === 'x' ? 1 : 1 + length] !== 0; scalar++) {
      d = Buffer.alloc(length)
      d.writeUInt32BE(scalar, length - 4)
      pair.setPrivateKey(d)
      point = pair.getPublicKey()
    }
    const [x, y] = [point.subarray(1, 1 + length), point.subarray(1 + length)].map((part) => part.toString('base64url'))
    const key = await importKeyPair({ kty: 'EC', crv, x: x ?? '', y: y ?? '', d: d.toString('base64url') })
    expect((await verifyCredential(await issueBadge(draft, key))).problems).toEqual([])
  },
)
