import type { LoaderOptions } from '../types/loader.js'
import type { SignOptions } from '../types/proof.js'
import { needed, number, type OptionTable, type RuleTable, whole } from './options.js'
import { type RateLimitName, rateLimits } from './rate-limits.js'
import { suiteNames } from './suite-names.js'

/**
 * Tables of options that several rooms take. Where the type is one of a higher room, the table is held to it there
 * (`satisfies`).
 */

/** The options of everything that loads documents. */
export const loaderRules = {
  contexts: 'map',
  documents: 'map',
  fetch: 'function',
} as const satisfies OptionTable<LoaderOptions>

/** What becomes of what no verifier would pass. */
export const lintRule = { either: [['refuse', 'off'], 'function'] } as const

/** Of signing. Suites have an error of their own, and times are read where they are used. */
export const signRules = {
  ...loaderRules,
  suite: 'text or texts',
  created: 'instant',
  expires: 'instant',
  verificationMethod: 'text',
  domain: 'text',
  challenge: 'text',
  proofId: 'text',
  addToProofs: 'boolean',
  previousProof: 'text or texts',
  mandatoryPointers: 'texts',
  lint: lintRule,
  dangerouslySkipModelCheck: 'boolean',
  now: 'instant',
} as const satisfies OptionTable<SignOptions>

/** Of drafts of badges; endorsements and learner records have some of them. */
export const createRules = {
  now: 'instant',
  id: 'some text',
  salt: 'some text',
  recipientPrivacy: ['hashed', 'plain', 'none'],
  issuerId: 'some text',
  timeZone: 'time zone',
  resources: 'object',
  onWarning: 'function',
} as const

/** What `hue` is in. */
const degrees = number(0, 360)

export const fontRules = {
  fonts: { each: { members: { name: needed('text'), bytes: needed('bytes'), bold: 'bytes' } } },
  installedFonts: 'boolean',
} as const

/** Of cards. Words are held against those that there are where they are spoken. */
export const cardRules = {
  ...fontRules,
  art: needed('bytes'),
  theme: ['dark', 'light'],
  hue: degrees,
  colour: 'colour',
  locale: 'text',
  link: 'boolean',
  labels: 'object',
  template: 'function',
} as const

export const certificateTemplateNames = ['classic', 'modern', 'record'] as const

export const certificateRules = {
  ...fontRules,
  art: needed('bytes'),
  credential: 'object or text',
  paper: ['A4', 'Letter'],
  logo: 'bytes',
  partnerLogo: 'bytes',
  signatures: { each: { members: { name: needed('some text'), role: 'text', image: 'bytes' } } },
  template: { either: [certificateTemplateNames, { methods: ['draw'] }] },
  hue: degrees,
  colour: 'colour',
  locale: 'text',
  labels: 'object',
} as const

export const shareRules = {
  locale: 'text',
  labels: 'object',
  text: 'text',
  hashtags: 'texts',
  linkedInOrganizationId: 'text',
  instance: 'text',
  images: { each: { members: { name: needed('text'), url: 'text', alt: needed('text') } } },
} as const

export const shareAllRules = {
  ...shareRules,
  networks: 'texts',
  adapters: { each: { methods: ['share'] } },
} as const

const rateLimitRule = { members: { limit: needed(whole(1)), windowSeconds: needed(whole(1)) } } as const

/** Rate limits in place of the built-in ones. */
export const rateLimitRules = Object.fromEntries(
  Object.keys(rateLimits).map((name) => [name, rateLimitRule]),
) as Readonly<Record<RateLimitName, typeof rateLimitRule>>

export const dkimRules = {
  domain: needed('some text'),
  selector: needed('some text'),
  privateKey: needed('some text'),
} as const

export const smtpRules = {
  host: needed('some text'),
  port: whole(1, 65_535),
  secure: 'boolean',
  dangerouslyAllowPlaintext: 'boolean',
  user: 'text',
  password: 'text',
  dkim: { members: dkimRules },
  connections: whole(1),
  returnPath: 'text',
  ca: 'text',
} as const

const statusPurposes = ['revocation', 'suspension'] as const

/** How an issuer signs what is handed in to the VC-API. */
export const vcSigningRules = {
  suite: { either: [suiteNames, { each: suiteNames }] },
  form: ['vc', 'vc+jwt', 'vc-jwt'],
  statusPurpose: { either: [statusPurposes, { each: statusPurposes }] },
  mandatoryPointers: 'texts',
} as const satisfies RuleTable
