import type { EndorsementCredential } from '../../src/types/credential.js'
import type { BadgeDraft, ProfileDraft } from '../../src/types/draft.js'

const contexts = [
  'https://www.w3.org/ns/credentials/v2',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
  'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json',
]

const alignment = {
  targetName: 'Welding',
  targetUrl: 'https://framework.example/welding',
  targetCode: 'W1',
  targetDescription: 'Joins metal.',
  targetFramework: 'Trades',
  targetType: 'ceasn:Competency',
} as const

/** An endorsement of somebody else, with every property of its class. */
export const endorsement: EndorsementCredential = {
  '@context': contexts,
  id: 'urn:uuid:5a4b2c12-0000-4000-8000-000000000001',
  type: ['VerifiableCredential', 'EndorsementCredential'],
  name: 'Endorsed',
  description: 'We know it.',
  issuer: { id: 'https://endorser.example', type: ['Profile'], name: 'Endorser' },
  validFrom: '2026-01-01T00:00:00Z',
  validUntil: '2036-01-01T00:00:00Z',
  awardedDate: '2026-01-01T00:00:00Z',
  credentialSchema: [
    {
      id: 'https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_endorsementcredential_schema.json',
      type: '1EdTechJsonSchemaValidator2019',
    },
  ],
  credentialStatus: { id: 'https://endorser.example/status', type: '1EdTechRevocationList' },
  refreshService: { id: 'https://endorser.example/refresh', type: '1EdTechCredentialRefresh' },
  termsOfUse: [{ id: 'https://endorser.example/terms', type: 'https://endorser.example/Terms' }],
  credentialSubject: { id: 'https://u.example', type: ['EndorsementSubject'], endorsementComment: 'Good.' },
  evidence: [{ type: ['Evidence'], narrative: 'We were there.' }],
  proof: [
    {
      type: 'DataIntegrityProof',
      cryptosuite: 'eddsa-rdfc-2022',
      created: '2026-01-01T00:00:00Z',
      proofPurpose: 'assertionMethod',
      proofValue: 'z3',
      verificationMethod: 'did:example:e#1',
      challenge: 'c',
      domain: 'd',
      nonce: 'n',
    },
  ],
}

const profile: ProfileDraft = {
  id: 'https://u.example',
  name: 'University',
  url: 'https://u.example/',
  phone: '+1 555 0100',
  description: 'Teaches.',
  endorsement,
  endorsementJwt: 'aGVhZGVy.cGF5bG9hZA.c2ln',
  image: { id: 'https://u.example/logo.png', caption: 'Logo' },
  email: 'office@u.example',
  address: {
    addressCountry: 'Utopia',
    addressCountryCode: 'UT',
    addressRegion: 'North',
    addressLocality: 'Town',
    streetAddress: '1 Road',
    postOfficeBoxNumber: '7',
    postalCode: '12345',
    geo: { latitude: 1.5, longitude: -2.5 },
  },
  otherIdentifier: ['U-1', { identifier: 'U-2', identifierType: 'sourcedId' }],
  official: 'Registrar',
  parentOrg: 'https://ministry.example',
  familyName: 'A',
  givenName: 'B',
  additionalName: 'C',
  patronymicName: 'D',
  honorificPrefix: 'E',
  honorificSuffix: 'F',
  familyNamePrefix: 'G',
  dateOfBirth: '1990-02-28',
}

/** A draft that uses every class and every property of the model. */
export const fullDraft: BadgeDraft = {
  issuer: profile,
  achievement: {
    id: 'https://u.example/achievements/1',
    name: 'Welder',
    description: 'Welds.',
    criteria: { id: 'https://u.example/criteria', narrative: 'Passed.' },
    achievementType: 'Certificate',
    alignment,
    creator: 'https://creator.example',
    creditsAvailable: 3.5,
    endorsement,
    endorsementJwt: 'aGVhZGVy..c2ln',
    fieldOfStudy: 'Metal',
    humanCode: 'W-1',
    image: 'https://u.example/welder.png',
    inLanguage: 'en-GB',
    otherIdentifier: 'ACH-1',
    related: [
      { id: 'https://u.example/achievements/0', inLanguage: 'de', version: '1' },
      'https://u.example/achievements/2',
    ],
    resultDescription: [
      {
        id: 'https://u.example/results/1',
        name: 'Grade',
        resultType: 'LetterGrade',
        allowedValue: ['C', 'B', 'A'],
        requiredValue: 'B',
        rubricCriterionLevel: { name: 'Single', alignment },
        alignment,
      },
      {
        id: 'https://u.example/results/2',
        name: 'Rubric',
        resultType: 'RubricCriterionLevel',
        requiredLevel: 'https://u.example/levels/1',
        rubricCriterionLevel: [
          { id: 'https://u.example/levels/1', name: 'Basic', level: '1', points: 1, description: 'Fair.', alignment },
        ],
      },
      {
        id: 'https://u.example/results/3',
        name: 'Score',
        resultType: 'RawScore',
        valueMin: 0,
        valueMax: 100,
        requiredValue: 50,
      },
      { id: 'https://u.example/results/4', name: 'State', resultType: 'Status' },
    ],
    specialization: 'Steel',
    tag: ['metal', 'fire'],
    version: '2',
  },
  recipient: { id: 'did:example:kim', email: 'kim@example.org', name: 'Kim Lee', sisSourcedId: '4711' },
  name: 'Welder of the year',
  description: 'A good welder.',
  image: 'https://u.example/badge.png',
  validFrom: '2026-01-31T12:00:00Z',
  validUntil: new Date('2036-01-31T12:00:00Z'),
  awardedDate: '2026-01-30',
  credentialSubject: {
    activityStartDate: '2025-01-01',
    activityEndDate: '2025-12-31',
    creditsEarned: 3.5,
    image: 'https://u.example/baked.png',
    licenseNumber: 'L1',
    narrative: 'Well done.',
    result: [
      { resultDescription: 'https://u.example/results/1', value: 'A', alignment },
      { resultDescription: 'https://u.example/results/2', achievedLevel: 'https://u.example/levels/1' },
      { resultDescription: 'https://u.example/results/3', value: 97 },
      { resultDescription: 'https://u.example/results/4', status: 'Completed' },
      'free text',
    ],
    role: 'Welder',
    source: { id: 'https://source.example', name: 'Source' },
    term: 'Spring',
  },
  evidence: [
    'https://u.example/evidence/1',
    'A bridge was built.',
    { id: 'https://u.example/evidence/2', name: 'N', description: 'D', narrative: 'T', genre: 'G', audience: 'A' },
  ],
  endorsement: [endorsement],
  endorsementJwt: ['aGVhZGVy.cGF5bG9hZA.c2ln'],
  credentialSchema: 'https://u.example/own-schema.json',
  credentialStatus: { id: 'https://u.example/status', type: '1EdTechRevocationList' },
  refreshService: 'https://u.example/refresh',
  termsOfUse: { id: 'https://u.example/terms', type: 'https://u.example/Terms' },
  relatedResource: { id: 'https://u.example/badge.png', digestSRI: 'sha256-x' },
}

/** Options that make the result repeatable. */
export const fixed = {
  now: '2026-01-31T12:00:00Z',
  id: 'urn:uuid:5a4b2c12-0000-4000-8000-00000000000f',
  salt: 'FleurDeSel',
} as const
