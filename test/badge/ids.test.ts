import { describe, expect, test } from 'vitest'
import { assertSigned, isSameId, issuerIdOfKey, issuerOf } from '../../src/badge/index.js'
import type { JsonObject } from '../../src/types/json.js'
import { codeOf } from '../support/codes.js'

describe('OB 3.0 §8.4: ids are compared without percent signs and blanks around them', () => {
  test.each<[unknown, unknown, boolean]>([
    ['urn:x:a b', 'urn:x:a%20b', true],
    [' urn:x:a ', 'urn:x:a', true],
    ['urn:x:100%', ' urn:x:100%', true],
    ['urn:x:a', 'urn:x:A', false],
    ['urn:x:a', 'urn:x:b', false],
    [undefined, undefined, false],
    [1, 1, false],
    ['urn:x:a', { id: 'urn:x:a' }, false],
  ])('%j and %j: %s', (one, other, same) => {
    expect(isSameId(one, other)).toBe(same)
  })
})

describe('who the issuer is', () => {
  test.each<[JsonObject, ReturnType<typeof issuerOf>]>([
    [{ issuer: 'urn:x:i' }, { id: 'urn:x:i' }],
    [{ issuer: { id: 'urn:x:i', name: 'Acme' } }, { id: 'urn:x:i', name: 'Acme' }],
    [{ issuer: { id: 'urn:x:i', name: 5 } }, { id: 'urn:x:i' }],
    [{ badge: { issuer: { id: 'urn:x:i' } } }, { id: 'urn:x:i' }],
    [{ issuer: { name: 'Acme' }, badge: { issuer: 'urn:x:other' } }, undefined],
    [{ badge: 'urn:x:b' }, undefined],
  ])('of %j', (document, expected) => {
    expect(issuerOf(document)).toEqual(expected)
  })

  test('of a key: who controls it, else the document that it is in', () => {
    expect(issuerIdOfKey({ id: 'did:web:a.example#key-1', controller: 'did:web:b.example' })).toBe('did:web:b.example')
    expect(issuerIdOfKey({ id: 'did:web:a.example#key-1' })).toBe('did:web:a.example')
  })
})

describe('what nobody has signed is refused', () => {
  const enveloped = { type: 'EnvelopedVerifiableCredential', id: 'data:application/vc+jwt,eyJ.e30.c2ln' }
  test.each<[string, JsonObject, 'ERR_PROOF_MISSING' | undefined]>([
    ['a proof', { proof: { type: 'DataIntegrityProof' } }, undefined],
    ['several', { proof: [{}, {}] }, undefined],
    ['an envelope', enveloped, undefined],
    ['a draft', { type: 'OpenBadgeCredential' }, 'ERR_PROOF_MISSING'],
    ['an empty list', { proof: [] }, 'ERR_PROOF_MISSING'],
    ['text in the place of one', { proof: [{}, 'signed'] }, 'ERR_PROOF_MISSING'],
    ['an envelope of something elsewhere', { ...enveloped, id: 'https://a.example' }, 'ERR_PROOF_MISSING'],
    ['an envelope of nothing', { type: enveloped.type }, 'ERR_PROOF_MISSING'],
  ])('%s', async (_, document, code) => {
    expect(await codeOf(() => assertSigned(document))).toBe(code ?? 'no error')
  })
})
