import { importKeyPair } from '../../src/keys/index.js'
import type { JsonObject } from '../../src/types/json.js'
import type { KeyPair } from '../../src/types/keys.js'

/** A key for tests, the same in every run. */
export const testKey = (fill = 7): Promise<KeyPair> => importKeyPair(new Uint8Array(32).fill(fill))

/** A badge with several of everything that matters to canonicalisation, in data model 2.0. */
export const sampleBadge = (issuer: string): JsonObject => ({
  '@context': [
    'https://www.w3.org/ns/credentials/v2',
    'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
    'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json',
  ],
  id: 'urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33',
  type: ['VerifiableCredential', 'OpenBadgeCredential'],
  name: 'Welder I',
  issuer: { id: issuer, type: ['Profile'], name: 'Åcme 焊接', url: 'https://acme.example/' },
  validFrom: '2026-01-01T00:00:00Z',
  awardedDate: '2026-01-01T00:00:00Z',
  credentialSubject: {
    id: 'did:example:kim',
    type: ['AchievementSubject'],
    activityStartDate: '2025-12-01T00:00:00Z',
    creditsEarned: 3.5,
    identifier: [
      { type: 'IdentityObject', hashed: true, identityHash: 'sha256$aa', identityType: 'emailAddress', salt: 'x' },
    ],
    result: [
      { type: ['Result'], resultDescription: 'urn:uuid:r1', value: '85' },
      { type: ['Result'], resultDescription: 'urn:uuid:r2', value: 'pass', status: 'Completed' },
    ],
    achievement: {
      id: 'https://acme.example/achievements/welder-1',
      type: ['Achievement'],
      name: 'Welder I',
      description: 'Welds "seams" \\ of steel.\nTwice.',
      criteria: { narrative: 'Weld a seam.' },
      image: { id: 'https://acme.example/welder.png', type: 'Image', caption: 'A torch' },
      tag: ['steel', 'seam', 'torch'],
      alignment: [
        { type: ['Alignment'], targetName: 'Seams', targetUrl: 'https://skills.example/seams' },
        { type: ['Alignment'], targetName: 'Steel', targetUrl: 'https://skills.example/steel' },
      ],
      resultDescription: [
        {
          id: 'urn:uuid:r1',
          type: ['ResultDescription'],
          name: 'Score',
          resultType: 'Percent',
          valueMin: '0',
          valueMax: '100',
        },
        {
          id: 'urn:uuid:r2',
          type: ['ResultDescription'],
          name: 'Verdict',
          resultType: 'Result',
          allowedValue: ['fail', 'pass', 'merit'],
        },
      ],
    },
  },
  evidence: [{ id: 'https://acme.example/evidence/1', type: ['Evidence'], name: 'The seam' }],
})

/** A small badge of data model 1.1. */
export const sampleBadgeOf11 = (issuer: string): JsonObject => ({
  '@context': ['https://www.w3.org/2018/credentials/v1', 'https://purl.imsglobal.org/spec/ob/v3p0/context.json'],
  id: 'urn:uuid:1',
  type: ['VerifiableCredential', 'OpenBadgeCredential'],
  issuer: { id: issuer, type: ['Profile'], name: 'Acme' },
  issuanceDate: '2026-01-01T00:00:00Z',
  name: 'Welder I',
  credentialSubject: {
    id: 'did:example:kim',
    type: ['AchievementSubject'],
    achievement: {
      id: 'urn:uuid:2',
      type: ['Achievement'],
      name: 'Welder I',
      description: 'Welds.',
      criteria: { narrative: 'Weld.' },
    },
  },
})
