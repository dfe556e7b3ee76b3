import { describe, expect, test } from 'vitest'
import { createCredential } from '../../src/credential/index.js'
import { matchMailbox } from '../../src/credential/mailbox/index.js'
import { isBadgeError } from '../../src/errors.js'
import type { RecipientDraft } from '../../src/types/draft.js'
import type { JsonObject } from '../../src/types/json.js'

const create = (recipient: string | RecipientDraft) =>
  createCredential({
    issuer: { id: 'https://u.example', name: 'U' },
    achievement: { name: 'W', description: 'W.', criteria: 'W.' },
    recipient,
  })

/** Whoever compares hashes must know the very same spelling, so what nobody types is never hashed. */
describe('an e-mail address is hashed as its owner writes it', () => {
  test.each<[string, string, string]>([
    ['plain', 'kim@x.org', 'kim@x.org'],
    ['with a scheme', 'mailto:kim@x.org', 'kim@x.org'],
    ['with a scheme in capitals', 'MAILTO:kim@x.org', 'kim@x.org'],
    ['with a tag', 'kim+badges@x.org', 'kim+badges@x.org'],
    ['of another script', 'ким@пример.рф', 'ким@пример.рф'],
    ['with an apostrophe', "o'brien@x.org", "o'brien@x.org"],
    ['without a dot', 'kim@intranet', 'kim@intranet'],
  ])('%s', (_name, given, known) => {
    for (const recipient of [given, { email: given }, { emailAddress: given }]) {
      const { identifier } = create(recipient).credentialSubject as unknown as { identifier: JsonObject[] }
      expect(matchMailbox(identifier[0] ?? {}, known)).toBe('same')
    }
  })

  test.each([
    'Kim<kim@x.org>',
    '<kim@x.org>',
    'kim@x.org>',
    'kim\u200b@x.org',
    '\ufeffkim@x.org',
    'kim@x.org\u200e',
    'kim@x\u00ad.org',
    'kim\0@x.org',
    'kim@x.org,lee@x.org',
    'kim@x.org;',
    '"kim"@x.org',
    'kim@x.org (Kim)',
    'mailto:kim@x.org?subject=badge',
    'mailto:mailto:kim@x.org',
    'https://kim@x.org/',
    'kim@x.org.',
    'kim@.x.org',
    'kim@@x.org',
    'kim@',
    '@x.org',
    ' kim@x.org',
    'kim',
  ])('%j is refused, and not repeated', (email) => {
    let caught: unknown
    try {
      create({ email })
    } catch (error) {
      caught = error
    }
    expect(isBadgeError(caught, 'ERR_DRAFT_INVALID')).toBe(true)
    expect(JSON.stringify([String(caught), (caught as { problems: unknown }).problems])).not.toMatch(/x\.org/)
  })
})
