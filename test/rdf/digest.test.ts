import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { platformDigest, platformHash } from '../../src/rdf/digest.js'

const texts = ['', 'abc', 'Åcme 焊接 🔥', 'x'.repeat(100_000)]

test.each([
  ['the platform', platformDigest(), platformDigest('SHA-384'), platformHash()],
  ['the portable code', platformDigest('SHA-256', null), platformDigest('SHA-384', null), platformHash(null)],
])('%s hashes text as UTF-8', (_, digest, digest384, hash) => {
  for (const text of texts) {
    const expected = (name: string) => createHash(name).update(text, 'utf8').digest('hex')
    expect(digest(text)).toBe(expected('sha256'))
    expect(digest384(text)).toBe(expected('sha384'))
    expect(Buffer.from(hash('SHA-256', text)).toString('hex')).toBe(expected('sha256'))
    expect(Buffer.from(hash('SHA-384', text)).toString('hex')).toBe(expected('sha384'))
  }
})
