/**
 * The data model of Open Badges 3.0 (Appendix B) as one table, which the checker, the draft builder and the tests
 * interpret. Sources: the class tables of the specification and 1EdTech's two families of JSON Schemas. Where these
 * differ, the row says so.
 */
import {
  achievementTypes,
  alignmentTargetTypes,
  associationTypes,
  identifierTypes,
  resultStatusTypes,
  resultTypes,
} from '../internal/enumerations.js'

/** Data model of the envelope: VCDM 1.1 is read, never issued. */
export type ModelVersion = '1.1' | '2.0'

/** Plain kinds of values. `measure` is text that people like to give as a number. */
type PlainKind =
  | 'text'
  | 'measure'
  | 'uri'
  | 'url'
  | 'languageCode'
  | 'compactJws'
  | 'dateTime'
  | 'date'
  | 'number'
  | 'boolean'
  | 'context'
  | 'clrContext'
  | 'profileRef'

/** What a property holds. */
export type ValueKind =
  | { readonly plain: PlainKind }
  | { readonly object: ClassName }
  /** One of a list; with `open` also a term that starts with `ext:`. */
  | { readonly enumeration: readonly string[]; readonly open: boolean }
  /** The one text that is allowed. */
  | { readonly constant: string }
  /** Types: of every group at least one must be there. */
  | { readonly types: readonly (readonly string[])[] }

/** One property of a class. */
export interface PropertyRule {
  readonly kind: ValueKind
  /** Whether it must be there; `strict`: only the strict family of schemas asks for it. */
  readonly required: boolean | 'strict'
  /** Whether it may have several values. The strict family then wants an array even for one. */
  readonly many: boolean
  /** Where even the strict family is content with one value alone: Open Badges 3.0 §B.1 lets `proof` be either. */
  readonly single?: true
  /** A property that only the tolerant family knows. */
  readonly tolerantOnly?: boolean
  /**
   * What a fault at the property, or anywhere below it, puts in doubt: `form` is no more than the form. A row without
   * the mark guards the meaning, as one in a class of form does that is marked so: who issued what to whom, when, and for
   * how long.
   */
  readonly guards?: 'form' | 'meaning'
}

/** One class of the model. */
export interface ClassRule {
  readonly properties: Readonly<Record<string, PropertyRule>>
  /** Whether further properties are allowed. */
  readonly open: boolean
  /** Set where a fault at any of the properties is one of form. */
  readonly guards?: 'form'
}

const property = (kind: ValueKind): PropertyRule => ({ kind, required: false, many: false })
const plain = (kind: PlainKind): PropertyRule => property({ plain: kind })
const object = (name: ClassName): PropertyRule => property({ object: name })
const required = (rule: PropertyRule): PropertyRule => ({ ...rule, required: true })
const form = (rule: PropertyRule): PropertyRule => ({ ...rule, guards: 'form' })
const many = (rule: PropertyRule): PropertyRule => ({ ...rule, many: true })
const openEnum = (terms: readonly string[]): PropertyRule => property({ enumeration: terms, open: true })
const typed = (...groups: readonly (readonly string[])[]): PropertyRule => required(property({ types: groups }))
const constant = (value: string): PropertyRule => required(property({ constant: value }))

const text = plain('text')
const measure = plain('measure')
const uri = plain('uri')
const url = plain('url')
const dateTime = plain('dateTime')
const number = plain('number')

/** What every credential has after its own required properties. */
const envelope = {
  awardedDate: dateTime,
  validUntil: dateTime,
  credentialSchema: form(many(object('CredentialSchema'))),
  credentialStatus: object('CredentialStatus'),
  refreshService: object('RefreshService'),
  termsOfUse: form(many(object('TermsOfUse'))),
  proof: { ...many(object('Proof')), single: true },
} as const

const endorsements = {
  endorsement: form(many(object('EndorsementCredential'))),
  endorsementJwt: form(many(plain('compactJws'))),
} as const

export type ClassName =
  | 'AchievementCredential'
  | 'EndorsementCredential'
  | 'AchievementSubject'
  | 'EndorsementSubject'
  | 'ClrCredential'
  | 'ClrSubject'
  | 'Association'
  | 'VerifiableCredential'
  | 'Achievement'
  | 'Profile'
  | 'Criteria'
  | 'Image'
  | 'IdentityObject'
  | 'IdentifierEntry'
  | 'Alignment'
  | 'Evidence'
  | 'Related'
  | 'Result'
  | 'ResultDescription'
  | 'RubricCriterionLevel'
  | 'Address'
  | 'GeoCoordinates'
  | 'CredentialSchema'
  | 'CredentialStatus'
  | 'RefreshService'
  | 'TermsOfUse'
  | 'Proof'

/** The classes under VCDM 2.0. Properties are in the order in which we write them. */
const classes: Readonly<Record<ClassName, ClassRule>> = {
  AchievementCredential: {
    open: true,
    properties: {
      '@context': required(plain('context')),
      id: form(required(uri)),
      type: typed(['VerifiableCredential'], ['OpenBadgeCredential', 'AchievementCredential']),
      name: form(text),
      description: form(text),
      image: form(object('Image')),
      issuer: required(plain('profileRef')),
      validFrom: required(dateTime),
      ...envelope,
      credentialSubject: required(object('AchievementSubject')),
      evidence: form(many(object('Evidence'))),
      ...endorsements,
    },
  },
  EndorsementCredential: {
    open: true,
    properties: {
      '@context': required(plain('context')),
      id: form(required(uri)),
      type: typed(['VerifiableCredential'], ['EndorsementCredential']),
      name: form(required(text)),
      description: form(text),
      issuer: required(plain('profileRef')),
      validFrom: required(dateTime),
      ...envelope,
      credentialSubject: required(object('EndorsementSubject')),
      evidence: { ...form(many(object('Evidence'))), tolerantOnly: true },
    },
  },
  AchievementSubject: {
    open: true,
    properties: {
      id: uri,
      type: form(typed(['AchievementSubject'])),
      identifier: many(object('IdentityObject')),
      activityStartDate: form(dateTime),
      activityEndDate: form(dateTime),
      // A number that is written as text has the same canonical form, so that anybody can rewrite it after signing.
      creditsEarned: number,
      image: form(object('Image')),
      licenseNumber: form(text),
      narrative: form(text),
      result: form(many(object('Result'))),
      role: form(text),
      source: form(object('Profile')),
      term: form(text),
      achievement: required(object('Achievement')),
    },
  },
  EndorsementSubject: {
    open: true,
    properties: {
      id: required(uri),
      type: form(typed(['EndorsementSubject'])),
      endorsementComment: form(text),
    },
  },
  // CLR 2.0, whose classes are else those of Open Badges 3.0.
  ClrCredential: {
    open: true,
    properties: {
      '@context': required(plain('clrContext')),
      id: form(required(uri)),
      type: typed(['VerifiableCredential'], ['ClrCredential']),
      name: form(required(text)),
      description: form(text),
      image: form(object('Image')),
      partial: form(plain('boolean')),
      issuer: required(plain('profileRef')),
      validFrom: required(dateTime),
      ...envelope,
      credentialSubject: required(object('ClrSubject')),
      evidence: form(many(object('Evidence'))),
      ...endorsements,
    },
  },
  ClrSubject: {
    open: true,
    properties: {
      id: uri,
      type: form(typed(['ClrSubject'])),
      identifier: many(object('IdentityObject')),
      achievement: many(object('Achievement')),
      verifiableCredential: required(many(object('VerifiableCredential'))),
      association: form(many(object('Association'))),
    },
  },
  Association: {
    open: true,
    properties: {
      type: constant('Association'),
      associationType: required(property({ enumeration: associationTypes, open: false })),
      sourceId: required(uri),
      targetId: required(uri),
    },
  },
  // Of any kind; each is held against its own model when it is verified.
  VerifiableCredential: { open: true, properties: { type: typed(['VerifiableCredential']) } },
  Achievement: {
    open: true,
    guards: 'form',
    properties: {
      id: required(uri),
      type: typed(['Achievement']),
      // What was awarded.
      name: { ...required(text), guards: 'meaning' },
      description: required(text),
      criteria: required(object('Criteria')),
      achievementType: openEnum(achievementTypes),
      image: object('Image'),
      creator: object('Profile'),
      creditsAvailable: number,
      fieldOfStudy: text,
      specialization: text,
      humanCode: text,
      inLanguage: plain('languageCode'),
      version: text,
      tag: many(text),
      alignment: many(object('Alignment')),
      related: many(object('Related')),
      otherIdentifier: many(object('IdentifierEntry')),
      resultDescription: many(object('ResultDescription')),
      ...endorsements,
    },
  },
  Profile: {
    open: true,
    properties: {
      id: required(uri),
      type: form(typed(['Profile'])),
      name: text,
      url: form(url),
      phone: form(text),
      description: form(text),
      image: form(object('Image')),
      email: form(text),
      address: form(object('Address')),
      otherIdentifier: form(many(object('IdentifierEntry'))),
      official: form(text),
      parentOrg: form(object('Profile')),
      familyName: form(text),
      givenName: form(text),
      additionalName: form(text),
      patronymicName: form(text),
      honorificPrefix: form(text),
      honorificSuffix: form(text),
      familyNamePrefix: form(text),
      dateOfBirth: form(plain('date')),
      ...endorsements,
    },
  },
  Criteria: { open: true, guards: 'form', properties: { id: uri, narrative: text } },
  Image: { open: false, guards: 'form', properties: { id: required(uri), type: constant('Image'), caption: text } },
  IdentityObject: {
    open: false,
    properties: {
      type: constant('IdentityObject'),
      hashed: required(plain('boolean')),
      identityHash: required(text),
      identityType: required(openEnum(identifierTypes)),
      salt: text,
    },
  },
  IdentifierEntry: {
    open: false,
    guards: 'form',
    properties: {
      type: constant('IdentifierEntry'),
      identifier: required(text),
      identifierType: required(openEnum(identifierTypes)),
    },
  },
  Alignment: {
    open: true,
    guards: 'form',
    properties: {
      type: typed(['Alignment']),
      targetName: required(text),
      targetUrl: required(url),
      targetCode: text,
      targetDescription: text,
      targetFramework: text,
      targetType: openEnum(alignmentTargetTypes),
    },
  },
  Evidence: {
    open: true,
    guards: 'form',
    properties: {
      id: uri,
      type: typed(['Evidence']),
      name: text,
      description: text,
      narrative: text,
      genre: text,
      audience: text,
    },
  },
  Related: {
    open: true,
    guards: 'form',
    properties: { id: required(uri), type: typed(['Related']), inLanguage: plain('languageCode'), version: text },
  },
  Result: {
    open: true,
    guards: 'form',
    properties: {
      type: typed(['Result']),
      resultDescription: uri,
      achievedLevel: uri,
      status: property({ enumeration: resultStatusTypes, open: false }),
      value: measure,
      alignment: many(object('Alignment')),
    },
  },
  ResultDescription: {
    open: true,
    guards: 'form',
    properties: {
      id: required(uri),
      type: typed(['ResultDescription']),
      name: required(text),
      resultType: required(openEnum(resultTypes)),
      allowedValue: many(measure),
      valueMin: measure,
      valueMax: measure,
      requiredValue: measure,
      requiredLevel: uri,
      rubricCriterionLevel: many(object('RubricCriterionLevel')),
      alignment: many(object('Alignment')),
    },
  },
  RubricCriterionLevel: {
    open: true,
    guards: 'form',
    properties: {
      id: required(uri),
      type: typed(['RubricCriterionLevel']),
      name: required(text),
      description: text,
      level: measure,
      points: measure,
      alignment: many(object('Alignment')),
    },
  },
  Address: {
    open: true,
    guards: 'form',
    properties: {
      type: typed(['Address']),
      addressCountry: text,
      addressCountryCode: text,
      addressRegion: text,
      addressLocality: text,
      streetAddress: text,
      postOfficeBoxNumber: text,
      postalCode: text,
      geo: object('GeoCoordinates'),
    },
  },
  GeoCoordinates: {
    open: true,
    guards: 'form',
    properties: { type: constant('GeoCoordinates'), latitude: required(number), longitude: required(number) },
  },
  CredentialSchema: { open: true, properties: { id: required(uri), type: required(text) } },
  // Published schemas disagree on `id`: it was required until VCDM 2.0 let status entries do without.
  CredentialStatus: { open: true, properties: { id: { ...uri, required: 'strict' }, type: required(text) } },
  RefreshService: { open: true, properties: { id: required(uri), type: required(text) } },
  TermsOfUse: { open: true, guards: 'form', properties: { id: uri, type: required(text) } },
  Proof: {
    open: true,
    properties: {
      type: required(text),
      created: dateTime,
      cryptosuite: text,
      challenge: text,
      domain: text,
      nonce: text,
      proofPurpose: text,
      proofValue: text,
      verificationMethod: text,
    },
  },
}

/** The envelope of VCDM 1.1: other names for the dates, `name` required, `issuer` an object. */
function asV1p1({ properties, ...rule }: ClassRule): ClassRule {
  const { validFrom: _from, validUntil: _until, ...rest } = properties
  return {
    ...rule,
    properties: {
      ...rest,
      name: form(required(text)),
      issuer: required(object('Profile')),
      issuanceDate: required(dateTime),
      expirationDate: dateTime,
    },
  }
}

/** The model by version of the envelope. */
export const model: Readonly<Record<ModelVersion, Readonly<Record<ClassName, ClassRule>>>> = {
  '2.0': classes,
  '1.1': {
    ...classes,
    AchievementCredential: asV1p1(classes.AchievementCredential),
    EndorsementCredential: asV1p1(classes.EndorsementCredential),
    ClrCredential: asV1p1(classes.ClrCredential),
    // The 1.1 schema closes this one class, and only it.
    AchievementSubject: { ...classes.AchievementSubject, open: false },
  },
}

const OPEN_BADGES_SPEC = 'https://www.imsglobal.org/spec/ob/v3p0/'

const CLR_SPEC = 'https://www.imsglobal.org/spec/clr/v2p0/'
const clrClasses: ReadonlySet<ClassName> = new Set([
  'ClrCredential',
  'ClrSubject',
  'Association',
  'VerifiableCredential',
])

/** The clause that defines a class. */
export const clauseOf = (name: ClassName): string =>
  `${clrClasses.has(name) ? CLR_SPEC : OPEN_BADGES_SPEC}#${name.toLowerCase()}`

/** Credentials inside credentials: each is a document of its own, checked and signed apart. */
export const documentClasses: ReadonlySet<ClassName> = new Set(['EndorsementCredential', 'VerifiableCredential'])
