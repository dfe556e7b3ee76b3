// Badges of three sizes, each one distinct: another id, recipient and salt, so that no cache of results can help.
import * as library from '../../dist/index.js'

export const NOW = '2026-01-31T12:00:00Z'
const uuid = (seed, i) =>
  `urn:uuid:${seed.toString(16).padStart(8, '0')}-0000-4000-8000-${i.toString(16).padStart(12, '0')}`

const small = (issuer) => ({
  issuer: { id: issuer, name: 'Harbour Skills College' },
  achievement: { name: 'Welder I', description: 'Joins steel plates.', criteria: 'Weld a seam.' },
})

const typical = (issuer) => ({
  issuer: {
    id: issuer,
    name: 'Harbour Skills College',
    url: 'https://college.example.org',
    email: 'badges@example.org',
  },
  name: 'Welder I',
  achievement: {
    id: 'https://college.example.org/achievements/welder-1',
    name: 'Welder I',
    description: 'Joins steel plates with a clean, sound seam.',
    criteria: 'Passed the practical examination: three butt welds and three fillet welds in mild steel.',
    achievementType: 'Certificate',
    image: 'https://college.example.org/images/welder-1.png',
    tag: ['welding', 'steel'],
    alignment: { targetName: 'Welding', targetUrl: 'https://skills.example.org/welding', targetCode: 'W1' },
  },
  evidence: [{ id: 'https://college.example.org/evidence/1', name: 'The seam' }],
})

const alignment = {
  targetName: 'Welding',
  targetUrl: 'https://skills.example.org/welding',
  targetCode: 'W1',
  targetDescription: 'Joins metal.',
  targetFramework: 'Trades',
  targetType: 'ceasn:Competency',
}

const full = (issuer, endorsement) => ({
  issuer: {
    ...typical(issuer).issuer,
    description: 'Teaches.',
    phone: '+1 555 0100',
    image: { id: 'https://college.example.org/logo.png', caption: 'Logo' },
    address: { addressCountry: 'Utopia', addressLocality: 'Town', geo: { latitude: 1.5, longitude: -2.5 } },
    otherIdentifier: [{ identifier: 'U-2', identifierType: 'sourcedId' }],
  },
  name: 'Welder of the year',
  description: 'A good welder.',
  image: 'https://college.example.org/badge.png',
  validFrom: NOW,
  validUntil: '2036-01-31T12:00:00Z',
  awardedDate: NOW,
  achievement: {
    ...typical(issuer).achievement,
    alignment: [alignment, { ...alignment, targetName: 'Steel', targetUrl: 'https://skills.example.org/steel' }],
    creditsAvailable: 3.5,
    fieldOfStudy: 'Metal',
    humanCode: 'W-1',
    inLanguage: 'en-GB',
    resultDescription: [
      {
        id: 'https://college.example.org/results/1',
        name: 'Grade',
        resultType: 'LetterGrade',
        allowedValue: ['C', 'B', 'A'],
        requiredValue: 'B',
        alignment,
      },
      {
        id: 'https://college.example.org/results/2',
        name: 'Rubric',
        resultType: 'RubricCriterionLevel',
        requiredLevel: 'https://college.example.org/levels/1',
        rubricCriterionLevel: [
          { id: 'https://college.example.org/levels/1', name: 'Basic', level: '1', points: 1, description: 'Fair.' },
          { id: 'https://college.example.org/levels/2', name: 'Good', level: '2', points: 2, description: 'Well.' },
        ],
      },
    ],
  },
  credentialSubject: {
    activityStartDate: '2025-01-01',
    activityEndDate: '2025-12-31',
    creditsEarned: 3.5,
    licenseNumber: 'L1',
    narrative: 'Well done.',
    role: 'Welder',
    term: 'Spring',
    result: [
      { resultDescription: 'https://college.example.org/results/1', value: 'A', alignment },
      {
        resultDescription: 'https://college.example.org/results/2',
        achievedLevel: 'https://college.example.org/levels/1',
      },
    ],
  },
  evidence: [
    { id: 'https://college.example.org/evidence/1', name: 'The seam', description: 'A photograph.', genre: 'Photo' },
    { id: 'https://college.example.org/evidence/2', name: 'The bridge', narrative: 'It stands.', audience: 'All' },
  ],
  endorsement: [endorsement],
})

const drafts = { small, typical, full }

/** An endorsement that is signed itself, by another key. */
async function endorsementBy(endorser, { signCredential }) {
  const contexts = [
    'https://www.w3.org/ns/credentials/v2',
    'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
  ]
  const credential = {
    '@context': contexts,
    id: 'urn:uuid:5a4b2c12-0000-4000-8000-000000000001',
    type: ['VerifiableCredential', 'EndorsementCredential'],
    name: 'Endorsed',
    issuer: { id: endorser.did, type: ['Profile'], name: 'Guild of Welders' },
    validFrom: NOW,
    credentialSubject: {
      id: 'https://college.example.org/achievements/welder-1',
      type: ['EndorsementSubject'],
      endorsementComment: 'Good.',
    },
  }
  return signCredential(credential, endorser, { now: NOW })
}

/**
 * Makes unsigned credentials of one size.
 *
 * @param build - the library that makes them; that in dist/ unless another one is measured
 * @returns a function that gives the credential of a number, always the same one
 */
export async function credentialMaker(size, key, endorser, seed, build = library) {
  const { createCredential } = build
  if (size === 'shapes') return shapesMaker(key, seed, build)
  const draft = drafts[size](key.did, size === 'full' ? await endorsementBy(endorser, build) : undefined)
  return (i) =>
    createCredential(
      { ...draft, recipient: { email: `person.${seed}.${i}@example.org` } },
      { now: NOW, id: uuid(seed, i), salt: `salt${seed}x${i}` },
    )
}

/** How many badges differ in their members before the first ones come again, with other words. */
export const SHAPES = 252

/**
 * Badges of as many shapes: each has other members than the others, an achievement of its own, texts of other lengths,
 * and contexts that vary.
 */
function shapesMaker(key, seed, { createCredential }) {
  return (i) => {
    const shape = i % SHAPES
    const has = (bit) => ((shape + 1) >> bit) % 2 === 1
    const text = (name, most) => `${name} ${'of a course that takes some time '.repeat((i * 7 + shape) % most)}${i}`
    const base = `https://college.example.org/${seed}/${i}`
    return createCredential(
      {
        '@context': contextsBeside[i % contextsBeside.length],
        issuer: {
          ...small(key.did).issuer,
          ...(has(0) && { url: 'https://college.example.org', email: 'badges@example.org' }),
          ...(has(1) && { description: text('Teaches', 5) }),
        },
        name: text('Badge', 3),
        recipient: { email: `person.${seed}.${i}@example.org` },
        achievement: {
          id: `${base}/achievement`,
          name: text('Welder', 2),
          description: text('Joins steel', 40),
          criteria: text('Weld', 20),
          ...(has(2) && { achievementType: 'Certificate', tag: ['welding', text('steel', 2)] }),
          ...(has(3) && { image: `${base}/image.png`, humanCode: `W-${i}` }),
          ...(has(4) && { alignment: Array.from({ length: 1 + (i % 3) }, (_, n) => alignmentOf(base, n)) }),
          ...(has(5) && { creditsAvailable: (i % 40) / 4, fieldOfStudy: 'Metal' }),
        },
        ...(has(6) && { evidence: [{ id: `${base}/evidence`, name: text('Seam', 4), genre: 'Photo' }] }),
        ...(has(7) && { credentialSubject: { narrative: text('Well done', 30), role: 'Welder' } }),
      },
      { now: NOW, id: uuid(seed, i), salt: `salt${seed}x${i}` },
    )
  }
}

const alignmentOf = (base, n) => ({ ...alignment, targetName: `Welding ${n}`, targetUrl: `${base}/skill/${n}` })

const contextsBeside = [
  [],
  ['https://purl.imsglobal.org/spec/ob/v3p0/extensions.json'],
  ['https://w3id.org/security/data-integrity/v2'],
]

/** A badge with many results, for how work grows. */
export const badgeWithResults = (key, seed, count) =>
  library.createCredential(
    {
      ...typical(key.did),
      recipient: { email: `person.${seed}@example.org` },
      achievement: {
        ...typical(key.did).achievement,
        resultDescription: [{ id: 'https://college.example.org/results/1', name: 'Score', resultType: 'RawScore' }],
      },
      credentialSubject: {
        result: Array.from({ length: count }, (_, i) => ({
          resultDescription: 'https://college.example.org/results/1',
          value: `${i} of ${seed}`,
        })),
      },
    },
    { now: NOW, id: uuid(seed, count), salt: `salt${seed}` },
  )
