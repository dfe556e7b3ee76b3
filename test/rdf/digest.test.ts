import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { platformDigest, platformHash } from '../../src/rdf/digest.js'

const texts = ['', 'abc', 'Åcme 焊接 🔥', 'x'.repeat(100_000)]

test.each([
  ['the platform', platformDigest(), platformHash()],
  ['the portable code', platformDigest(undefined), platformHash(undefined)],
])('%s hashes text as UTF-8', (_, digest, hash) => {
  for (const text of texts) {
    const expected = (name: string) => createHash(name).update(text, 'utf8').digest('hex')
    expect(digest(text)).toBe(expected('sha256'))
    expect(Buffer.from(hash('SHA-256', text)).toString('hex')).toBe(expected('sha256'))
    expect(Buffer.from(hash('SHA-384', text)).toString('hex')).toBe(expected('sha384'))
  }
})
