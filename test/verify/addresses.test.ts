import { describe, expect, test } from 'vitest'
import { createCredential } from '../../src/credential/index.js'
import { BadgeError } from '../../src/errors.js'
import { signCredential } from '../../src/proof/index.js'
import type { JsonObject } from '../../src/types/json.js'
import { explain, verifyCredential } from '../../src/verify/index.js'
import { sampleBadge, testKey } from '../support/badge.js'

/** Explanations and errors end up in logs: none of them tells whose badge it is. */
const ADDRESS = /kim@|mailto:kim/

describe('an explanation tells no address', () => {
  const subject = (members: JsonObject) => ({ ...sampleBadge('did:example:i'), credentialSubject: members })
  test.each<[string, JsonObject]>([
    ['in an ancestor of the id', subject({ id: 'mailto:kim@example.org', type: ['AchievementSubject'] })],
    ['in an ancestor of an identifier', subject({ identifier: [{ identityHash: 'kim@example.org', hashed: false }] })],
    ['in an unsigned draft', { issuer: 'x', recipient: { email: 'kim@example.org' } }],
    ['in the name of a member', { recipient: { 'kim@example.org': 'x' }, 'kim@example.org': 1 }],
    ['in the name of an undefined term', { ...sampleBadge('did:example:i'), 'kim@example.org': 'x' }],
    ['as the type', { ...sampleBadge('did:example:i'), type: ['VerifiableCredential', 'kim@example.org'] }],
    ['as the issuer', { ...sampleBadge('did:example:i'), issuer: { id: 'mailto:kim@example.org', name: 'kim@b.c' } }],
  ])('%s', async (_name, document) => {
    const result = await verifyCredential(document)
    expect(explain(result)).not.toMatch(ADDRESS)
    expect(JSON.stringify([result.checks, result.problems, result.warnings])).not.toMatch(ADDRESS)
  })

  test('that of a signed badge with a recipient to look for', async () => {
    const key = await testKey()
    const credential = createCredential(
      {
        issuer: { id: key.did, name: 'Acme' },
        achievement: { name: 'W', description: 'W.', criteria: 'W.' },
        recipient: { email: 'kim@example.org', id: 'mailto:kim@example.org' },
      },
      { recipientPrivacy: 'plain' },
    )
    const signed = await signCredential(credential, key)
    const result = await verifyCredential(signed, { recipient: 'lee@example.org' })
    expect(explain(result)).not.toMatch(ADDRESS)
  })

  test('a long value is shown by its beginning', async () => {
    const result = await verifyCredential({ ...sampleBadge('did:example:i'), type: Array(100_000).fill('xyz') })
    expect(explain(result)).toMatch(/\["xyz","xyz".*…/)
  })
})

test('a draft is refused without telling the address in it', () => {
  const refuse = () => createCredential({ issuer: 'x', recipient: { 'kim@example.org': 'x' } } as never)
  let caught: unknown
  try {
    refuse()
  } catch (error) {
    caught = error
  }
  expect(caught).toBeInstanceOf(BadgeError)
  const { message, problems } = caught as BadgeError
  expect(message + JSON.stringify(problems)).not.toMatch(ADDRESS)
})
