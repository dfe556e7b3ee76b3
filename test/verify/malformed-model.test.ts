import { expect, test } from 'vitest'
import type { JsonObject } from '../../src/types/json.js'
import { verifyCredential } from '../../src/verify/index.js'
import { sampleBadge } from '../support/badge.js'

const badge = sampleBadge('did:example:i')
const subject = badge.credentialSubject as JsonObject
const { '@context': _, ...withoutContext } = badge
const { credentialSubject: _subject, ...withoutSubject } = badge
const nobody = { ...subject, id: undefined }

async function statusOf(document: object, id: string): Promise<string | undefined> {
  const { checks } = await verifyCredential(JSON.stringify(document))
  return checks.find((check) => check.id === id)?.status
}

test.each<[string, object]>([
  ['nothing at all', {}],
  ['none', withoutContext],
  ['null', { ...badge, '@context': null }],
  ['a number', { ...badge, '@context': 5 }],
  ['a text', { ...badge, '@context': 'https://www.w3.org/ns/credentials/v2' }],
  ['an object', { ...badge, '@context': {} }],
  ['an empty list', { ...badge, '@context': [] }],
  ['a list of null', { ...badge, '@context': [null] }],
  ['an endorsement without one', { ...withoutContext, type: ['VerifiableCredential', 'EndorsementCredential'] }],
])('model.context fails for contexts that are not those of the data model: %s', async (_name, document) => {
  expect(await statusOf(document, 'model.context')).toBe('failed')
})

test.each<[string, object]>([
  ['nothing at all', {}],
  ['no subject', withoutSubject],
  ['null', { ...badge, credentialSubject: null }],
  ['a text', { ...badge, credentialSubject: 'x' }],
  ['an empty list', { ...badge, credentialSubject: [] }],
  ['a list', { ...badge, credentialSubject: [subject] }],
  ['an empty object', { ...badge, credentialSubject: {} }],
  ['an id that is null', { ...badge, credentialSubject: { ...nobody, identifier: undefined, id: null } }],
  ['an id that is no URI', { ...badge, credentialSubject: { ...nobody, identifier: undefined, id: 'kim' } }],
  ['an identifier {}', { ...badge, credentialSubject: { ...nobody, identifier: {} } }],
  ['an identifier [null]', { ...badge, credentialSubject: { ...nobody, identifier: [null] } }],
  ['an identifier [{}]', { ...badge, credentialSubject: { ...nobody, identifier: [{}] } }],
  ['an empty hash', { ...badge, credentialSubject: { ...nobody, identifier: [{ identityHash: '' }] } }],
  [
    'an endorsement of nobody',
    { ...badge, type: ['VerifiableCredential', 'EndorsementCredential'], credentialSubject: { type: [] } },
  ],
])('model.subject fails where nobody is named: %s', async (_name, document) => {
  expect(await statusOf(document, 'model.subject')).toBe('failed')
})

test.each<[string, object]>([
  ['an id', { ...subject, identifier: undefined }],
  ['an identifier', nobody],
  ['an identifier that is no list', { ...nobody, identifier: (subject.identifier as JsonObject[])[0] }],
])('model.subject passes with %s', async (_name, credentialSubject) => {
  expect(await statusOf({ ...badge, credentialSubject }, 'model.subject')).toBe('passed')
})
