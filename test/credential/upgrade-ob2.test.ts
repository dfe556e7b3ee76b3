import { describe, expect, test } from 'vitest'
import { checkDataModel, createCredential, matchIdentity, upgradeOpenBadge2 } from '../../src/credential/index.js'
import { deepFreeze } from '../../src/internal/json.js'
import { signCredential } from '../../src/proof/index.js'
import type { JsonObject } from '../../src/types/json.js'
import type { IdentityObject } from '../../src/types/open-badges.js'
import { verifyCredential } from '../../src/verify/index.js'
import { testKey } from '../support/badge.js'
import { codeOf } from '../support/codes.js'

const now = '2026-02-01T00:00:00Z'
const original = deepFreeze({
  '@context': 'https://w3id.org/openbadges/v2',
  type: 'Assertion',
  id: 'https://acme.example/assertions/7',
  recipient: {
    type: 'email',
    hashed: true,
    salt: 'Kosher',
    identity: 'sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399',
  },
  issuedOn: '2020-05-01T00:00:00Z',
  expires: '2030-05-01T00:00:00Z',
  narrative: 'Kim learned fast.',
  image: 'https://acme.example/assertions/7.png',
  evidence: ['https://acme.example/seam', { id: 'https://acme.example/film', narrative: 'Watch it.', extra: 1 }],
  verification: { type: 'hosted' },
  badge: {
    type: 'BadgeClass',
    id: 'https://acme.example/welder.json',
    '@language': 'en-US',
    name: 'Welder I',
    description: 'Welds.',
    image: { id: 'https://acme.example/welder.png', caption: 'A torch' },
    criteria: { id: 'https://acme.example/welder', narrative: 'Passed.', type: 'Criteria' },
    tags: ['steel', 'seam'],
    alignment: { targetName: 'Seams', targetUrl: 'https://skills.example/seams', targetCode: 'S1', other: 1 },
    issuer: {
      type: 'Issuer',
      id: 'https://acme.example/issuer.json',
      name: 'Acme',
      url: 'https://acme.example',
      email: 'badges@acme.example',
      telephone: '+1 555 0100',
    },
  },
}) as unknown as JsonObject

describe('upgradeOpenBadge2 (Open Badges 3.0 implementation guide, migrating)', () => {
  test('what the original says stands in the new badge, with links to all of it', () => {
    const badge = createCredential(upgradeOpenBadge2(original), { now })
    expect(checkDataModel(badge)).toEqual({ valid: true, problems: [], warnings: [] })
    expect(badge).toMatchObject({
      id: expect.stringMatching(/^urn:uuid:/),
      name: 'Welder I',
      validFrom: '2020-05-01T00:00:00Z',
      awardedDate: '2020-05-01T00:00:00Z',
      validUntil: '2030-05-01T00:00:00Z',
      issuer: {
        id: 'https://acme.example/issuer.json',
        name: 'Acme',
        phone: '+1 555 0100',
        otherIdentifier: [{ identifier: 'https://acme.example/issuer.json', identifierType: 'identifier' }],
      },
      evidence: [
        { type: ['Evidence', 'https://w3id.org/openbadges#Assertion'], id: 'https://acme.example/assertions/7' },
        { id: 'https://acme.example/seam' },
        { id: 'https://acme.example/film', narrative: 'Watch it.' },
      ],
      credentialSubject: {
        narrative: 'Kim learned fast.',
        image: { id: 'https://acme.example/assertions/7.png' },
        achievement: {
          type: ['Achievement', 'https://w3id.org/openbadges#BadgeClass'],
          name: 'Welder I',
          inLanguage: 'en-US',
          criteria: { id: 'https://acme.example/welder', narrative: 'Passed.' },
          image: { id: 'https://acme.example/welder.png', type: 'Image', caption: 'A torch' },
          tag: ['steel', 'seam'],
          alignment: [{ targetName: 'Seams', targetUrl: 'https://skills.example/seams', targetCode: 'S1' }],
          creator: { id: 'https://acme.example/issuer.json' },
          related: [
            {
              id: 'https://acme.example/welder.json',
              type: ['Related', 'https://w3id.org/openbadges#BadgeClass'],
              version: 'Open Badges v2p0',
            },
          ],
        },
      },
    })
    const [identity] = badge.credentialSubject.identifier as IdentityObject[]
    expect(identity && matchIdentity(identity, 'a@example.com')).toBe(true)
  })

  test('signed by the same issuer under its new id, it is verified', async () => {
    const key = await testKey()
    const badge = createCredential(upgradeOpenBadge2(original, { issuer: { id: key.did } }), { now })
    expect(badge.issuer).toMatchObject({ id: key.did, name: 'Acme' })
    expect((await verifyCredential(await signCredential(badge, key, { now }), { now })).outcome).toBe('verified')
  })

  test.each<[string, JsonObject, JsonObject]>([
    [
      'a plain address',
      { type: 'email', hashed: false, identity: 'kim@example.org' },
      { identifier: [{ identityType: 'emailAddress', hashed: false, identityHash: 'kim@example.org' }] },
    ],
    ['a URL', { type: 'url', hashed: false, identity: 'https://kim.example' }, { id: 'https://kim.example' }],
    [
      'a hashed URL',
      { type: 'url', hashed: true, identity: `md5$${'a'.repeat(32)}` },
      { identifier: [{ identityType: 'ext:url', hashed: true }] },
    ],
    [
      'a telephone',
      { type: 'telephone', hashed: false, identity: '1' },
      { identifier: [{ identityType: 'ext:telephone' }] },
    ],
    [
      'something else',
      { type: 'student', hashed: false, identity: '1' },
      { identifier: [{ identityType: 'identifier' }] },
    ],
  ])('the recipient: %s', (_name, recipient, subject) => {
    const badge = createCredential(upgradeOpenBadge2({ ...original, recipient }), { now, recipientPrivacy: 'plain' })
    expect(badge.credentialSubject).toMatchObject(subject)
  })

  test.each<[string, unknown]>([
    ['nothing', null],
    ['only the address of the badge class', { ...original, badge: 'https://acme.example/welder.json' }],
    [
      'only the address of the issuer',
      { ...original, badge: { ...(original.badge as JsonObject), issuer: 'https://a.example' } },
    ],
  ])('%s is refused', async (_name, input) => {
    expect(await codeOf(() => upgradeOpenBadge2(input as object))).toBe('ERR_ARGUMENT_INVALID')
  })

  test('members of the wrong kind make a draft that is refused, never an exception of another kind', async () => {
    for (const member of Object.keys(original)) {
      for (const odd of [null, 5, [], {}, [null], 'x']) {
        const badge = original.badge as JsonObject
        const inputs = [
          { ...original, [member]: odd },
          { ...original, badge: { ...badge, [member]: odd } },
        ]
        for (const input of inputs) {
          expect(['no error', 'ERR_ARGUMENT_INVALID', 'ERR_DRAFT_INVALID']).toContain(
            await codeOf(() => createCredential(upgradeOpenBadge2(input), { now })),
          )
        }
      }
    }
  })
})
