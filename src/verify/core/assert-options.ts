import { credentialKinds } from '../../badge/kinds/index.js'
import { BadgeError } from '../../errors.js'
import { loaderRules } from '../../internal/option-tables.js'
import { checkOptions, needed, number, type OptionRule, type OptionTable } from '../../internal/options.js'
import type { CredentialKind } from '../../types/credential.js'
import type { CustomCheck, TrustPolicy, VerifyOptions } from './options.js'
import { checkClauses } from './registry.js'

const checkRules = {
  id: needed('text'),
  required: 'boolean',
  spec: needed('text'),
  run: needed('function'),
} as const satisfies OptionTable<CustomCheck>

/** Every option of `verifyCredential`. */
export const verifyRules = {
  ...loaderRules,
  now: 'instant',
  clockSkewSeconds: number(),
  accept: { either: [credentialKinds, { each: credentialKinds }] },
  recipient: { either: ['text', { members: { type: needed('text'), value: needed('text') } }] },
  trust: { either: ['texts', 'object'] },
  dangerouslyAcceptSelfAssertedKeys: 'boolean',
  strictJwt: 'boolean',
  statusIssuers: 'texts',
  strictStatusList: 'boolean',
  require: 'texts',
  checks: { each: { members: checkRules } },
  checkStatus: 'function',
  profile: ['ob3', 'vcdm2', 'vcdm'],
  recipientMatch: ['folded', 'exact'],
  domain: 'text',
  challenge: 'text',
  schemas: 'map',
} as const satisfies OptionTable<VerifyOptions<CredentialKind>>

const policyRules = {
  issuers: 'texts',
  registries: { each: 'object or text' },
} as const satisfies OptionTable<TrustPolicy>

const wrong = (message: string): BadgeError => new BadgeError('ERR_ARGUMENT_INVALID', message)

/** A misspelt option must not make a verification laxer than its caller thinks. */
export function assertOptions(
  options: VerifyOptions<CredentialKind>,
  clauses: object = checkClauses,
  more: Readonly<Record<string, OptionRule>> = {},
): void {
  checkOptions(options, { ...verifyRules, ...more })
  const { require = [], checks = [], trust } = options
  const own = checks.map(({ id }) => id)
  if (!own.every((id) => typeof id === 'string' && /^x-./.test(id)) || new Set(own).size < own.length) {
    throw wrong('The id of a check of your own starts with x- and is given once.')
  }
  if (Array.isArray(options.accept) && options.accept.length === 0) {
    throw wrong(`\`accept\` is one or several of ${credentialKinds.join(', ')}; nothing can pass an empty list.`)
  }
  const unknown = require.find(
    (id) => !Object.hasOwn(checkClauses, id) && !Object.hasOwn(clauses, id) && !own.includes(id as `x-${string}`),
  )
  if (unknown !== undefined) throw wrong(`There is no check ${JSON.stringify(unknown)} that could be required.`)
  if (trust === undefined || Array.isArray(trust)) return
  checkOptions(trust, policyRules, 'trust')
  const { issuers, registries } = trust as TrustPolicy
  if (issuers === undefined && registries === undefined) {
    throw wrong('`trust` must be a list of issuer ids, or an object with such `issuers`, `registries` or both.')
  }
}
