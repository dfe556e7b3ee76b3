import { cardRules, certificateRules, fontRules, loaderRules, rateLimitRules } from '../../internal/option-tables.js'
import { checkOptions, checkShape, checkValue, needed, type OptionTable, pick } from '../../internal/options.js'
import { suiteNames } from '../../internal/suite-names.js'
import { tokenHashRules } from '../../service/core/roles/index.js'
import type { BadgeService } from '../../service/index.js'
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

const vcApi = {
  ...loaderRules,
  suite: { either: [suiteNames, { each: suiteNames }] },
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
  apiTokenHashes: { each: { either: ['text', { members: tokenHashRules }] } },
  vcApi: { members: vcApi },
  issuerKeys: 'objects',
  issuerProfile: 'object',
  share: { members: share },
  onError: 'function',
  clock: 'function',
} as const satisfies OptionTable<HandlerOptions>

/** Refuses what would not do what it says. Throws `ERR_ARGUMENT_INVALID`. */
export function checkHandlerOptions(service: BadgeService, given: HandlerOptions): void {
  checkValue('service', service, needed({ methods: ['issue', 'tick', 'close'] }))
  checkOptions(given, options)
  if (given.issuerProfile !== undefined) {
    checkShape('issuerProfile', given.issuerProfile, { name: needed('some text'), url: 'text' })
  }
}
