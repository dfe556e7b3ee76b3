import { describe, expect, test } from 'vitest'
import { hashIdentity, matchIdentity } from '../../src/credential/index.js'

/** Hashes printed in Open Badges 3.0 and its implementation guide; the MD5 ones were made with another program. */
const known = [
  ['a@example.com', 'Kosher', 'sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399'],
  ['jjefferson18@example.com', 'FleurDeSel', 'sha256$658625b25ab3d75d613ca97d9a5a77f70e2192feca5557f4ad09a4d4f121f5fc'],
  ['abc', undefined, 'md5$900150983cd24fb0d6963f7d28e17f72'],
  ['message ', 'digest', 'md5$f96b697d7cb7938d525a2f31aaf161d0'],
] as const

describe('OB 3.0 §9.3, IdentityHash', () => {
  test.each(known)('%s with salt %s', (value, salt, identityHash) => {
    const identity = { hashed: true, identityHash, ...(salt === undefined ? {} : { salt }) }
    expect(matchIdentity(identity, value)).toBe(true)
    expect(matchIdentity({ ...identity, identityHash: identityHash.toUpperCase() }, value)).toBe(true)
    expect(matchIdentity(identity, `${value}x`)).toBe(false)
    expect(matchIdentity({ ...identity, salt: 'other' }, value)).toBe(false)
    if (identityHash.startsWith('sha256')) expect(hashIdentity(value, salt)).toBe(identityHash)
  })

  test('a plain identifier is compared as it is, whatever salt stands beside it', () => {
    const identity = { hashed: false, identityHash: 'Kim@example.org', salt: 'not-used' }
    expect(matchIdentity(identity, 'Kim@example.org')).toBe(true)
    expect(matchIdentity(identity, 'kim@example.org')).toBe(false)
  })

  const hash = hashIdentity('kim@example.org')
  test.each([
    [{}],
    [{ identityHash: hash }],
    [{ hashed: 'true', identityHash: hash }],
    [{ hashed: true, identityHash: 5 }],
    [{ hashed: true, identityHash: hash, salt: 5 }],
    [{ hashed: true, identityHash: hash.slice(0, -1) }],
    [{ hashed: true, identityHash: hash.replace('sha256', 'sha1') }],
    [{ hashed: true, identityHash: 'kim@example.org' }],
    [{ hashed: false, identityHash: hash }],
  ])('%j matches nothing', (identity) => {
    expect(matchIdentity(identity as never, 'kim@example.org')).toBe(false)
  })
})
