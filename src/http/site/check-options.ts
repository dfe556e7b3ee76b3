import { issuerIdOfKey } from '../../badge/index.js'
import { BadgeError } from '../../errors.js'
import { ISSUER_NAMES, isIssuerName } from '../../internal/issuer-name.js'
import { isJsonObject } from '../../internal/json.js'
import {
  cardRules,
  certificateRules,
  fontRules,
  loaderRules,
  rateLimitRules,
  vcSigningRules,
} from '../../internal/option-tables.js'
import { checkOptions, checkShape, checkValue, needed, type OptionTable, pick } from '../../internal/options.js'
import { isPictureUrl } from '../../internal/url.js'
import { assertVcSigning } from '../../internal/vc-signing.js'
import { tokenHashRules } from '../../service/core/roles/index.js'
import type { BadgeService } from '../../service/index.js'
import { dialects } from '../../wallet/index.js'
import type { HandlerOptions, ShareSettings, VcApiOptions } from './types.js'

const share = {
  ...fontRules,
  networks: 'texts',
  adapters: { each: { methods: ['share'] } },
  hashtags: 'texts',
  linkedInOrganizationId: 'text',
  cards: { members: pick(cardRules, 'theme', 'hue', 'template') },
  certificate: { members: pick(certificateRules, 'paper', 'template', 'hue') },
} as const satisfies OptionTable<ShareSettings>

const apiTokenHashes = { each: { either: ['text', { members: tokenHashRules }] } } as const

const issuer = {
  ...vcSigningRules,
  apiTokenHashes,
  profile: 'object',
  timeZone: 'time zone',
  signer: needed({ methods: ['sign'] }),
  findSigner: 'function',
  retired: 'boolean',
} as const satisfies OptionTable<NonNullable<HandlerOptions['issuers']>[string]>

const vcApi = {
  ...loaderRules,
  ...vcSigningRules,
  protectVerify: 'boolean',
} as const satisfies OptionTable<VcApiOptions>

const options = {
  basePath: 'text',
  auth: { methods: ['identify'] },
  nonce: 'function',
  siteName: 'text',
  texts: 'object',
  frameAncestors: 'texts',
  clientAddress: 'function',
  rateLimits: { members: rateLimitRules },
  apiTokenHashes,
  issuers: 'object',
  vcApi: { members: vcApi },
  passes: { members: { apple: 'function', google: 'function' } },
  wallets: { members: { compat: { each: dialects } } },
  issuerKeys: 'objects',
  issuerProfile: 'object',
  share: { members: share },
  onError: 'function',
  clock: 'function',
} as const satisfies OptionTable<HandlerOptions>

/** Refuses what would not do what it says. Throws `ERR_ARGUMENT_INVALID`. */
export function checkHandlerOptions(service: BadgeService, given: HandlerOptions): void {
  checkValue('service', service, needed({ methods: ['issue', 'tick', 'close'] }))
  if (service.issuerName !== undefined) {
    throw wrong(
      '`service` is one that `forIssuer` gave; hand over the service itself, and name the issuer in `issuers`.',
    )
  }
  checkOptions(given, options)
  checkProfile('issuerProfile', given.issuerProfile)
  assertVcSigning('vcApi', service.options.signer.type, given.vcApi ?? {})
  const ids = [issuerIdOfKey(service.options.signer)]
  for (const [name, one] of Object.entries(given.issuers ?? {})) {
    if (!isIssuerName(name)) throw wrong(`"${name}" is not the name of an issuer: it has ${ISSUER_NAMES}.`)
    checkOptions(one, issuer, `issuers.${name}`)
    checkProfile(`issuers.${name}.profile`, one.profile)
    // One that issues nothing more signs its status lists alone, by whatever its key makes.
    if (one.retired !== true) assertVcSigning(`issuers.${name}`, one.signer.type, one, true)
    const id = issuerIdOfKey(one.signer)
    // Two issuers of one id would share status lists, and each would revoke for the other.
    if (ids.includes(id)) throw wrong(`\`issuers.${name}\` has the key of another issuer; each has one of its own.`)
    ids.push(id)
  }
}

function checkProfile(name: string, profile: HandlerOptions['issuerProfile']): void {
  if (profile === undefined) return
  checkShape(name, profile, { name: needed('some text'), url: 'http url' })
  const { image } = profile
  const picture = isJsonObject(image) ? image.id : image
  if (picture !== undefined && !isPictureUrl(picture)) {
    throw wrong(`\`${name}.image\` is the http, https or data URL of a picture, or an object with it as \`id\`.`)
  }
}

const wrong = (message: string): BadgeError => new BadgeError('ERR_ARGUMENT_INVALID', message)
