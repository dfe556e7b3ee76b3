import { BadgeError } from '../../errors.js'
import { checkOnlyOptions, loaderOptionKinds, type OptionKind } from '../../internal/options.js'
import type { CredentialKind } from '../../types/credential.js'
import { credentialKinds } from './kind.js'
import type { VerifyOptions } from './options.js'
import { checkClauses } from './registry.js'

const kinds: Readonly<Partial<Record<keyof VerifyOptions, OptionKind>>> = {
  ...loaderOptionKinds,
  dangerouslyAcceptSelfAssertedKeys: 'boolean',
  strictJwt: 'boolean',
  statusIssuers: 'texts',
  strictStatusList: 'boolean',
  require: 'texts',
  checks: 'objects',
  checkStatus: 'function',
  profile: ['ob3', 'vcdm2', 'vcdm'],
  recipientMatch: ['folded', 'exact'],
  domain: 'text',
  challenge: 'text',
  schemas: 'map',
}

/** Those that are looked at one by one, below and by `clock`. */
const others: readonly (keyof VerifyOptions)[] = ['accept', 'now', 'clockSkewSeconds', 'recipient', 'trust']

const wrong = (message: string): BadgeError => new BadgeError('ERR_ARGUMENT_INVALID', message)

/** A misspelt option must not make a verification laxer than its caller thinks. */
export function assertOptions(
  options: VerifyOptions<CredentialKind>,
  clauses: object = checkClauses,
  more: Readonly<Record<string, OptionKind>> = {},
): void {
  checkOnlyOptions(options, { ...kinds, ...more }, others)
  const { require = [], checks = [], clockSkewSeconds = 0, trust, recipient } = options
  const own = checks.map(({ id }) => id)
  if (!own.every((id) => typeof id === 'string' && /^x-./.test(id)) || new Set(own).size < own.length) {
    throw wrong('The id of a check of your own starts with x- and is given once.')
  }
  if (!checks.every(({ run }) => typeof run === 'function')) {
    throw wrong('A check of your own has a function `run`.')
  }
  const { accept = [] } = options
  const kindsAsked: readonly string[] = typeof accept === 'string' ? [accept] : accept
  if (!isTexts(kindsAsked) || !kindsAsked.every((kind) => (credentialKinds as readonly string[]).includes(kind))) {
    throw wrong(`\`accept\` is one or several of ${credentialKinds.join(', ')}.`)
  }
  if (options.accept !== undefined && kindsAsked.length === 0) {
    throw wrong(`\`accept\` is one or several of ${credentialKinds.join(', ')}; nothing can pass an empty list.`)
  }
  const unknown = require.find(
    (id) => !Object.hasOwn(checkClauses, id) && !Object.hasOwn(clauses, id) && !own.includes(id as `x-${string}`),
  )
  if (unknown !== undefined) throw wrong(`There is no check ${JSON.stringify(unknown)} that could be required.`)
  if (typeof clockSkewSeconds !== 'number' || !Number.isFinite(clockSkewSeconds) || clockSkewSeconds < 0) {
    throw wrong('`clockSkewSeconds` must be a number of seconds from 0 on.')
  }
  if (trust !== undefined && !isTexts(trust) && !isPolicy(trust)) {
    throw wrong('`trust` must be a list of issuer ids, or an object with such `issuers`, `registries` or both.')
  }
  if (recipient !== undefined && typeof recipient !== 'string' && !isKnownRecipient(recipient)) {
    throw wrong('`recipient` must be text, or an object with `type` and `value`.')
  }
}

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((each) => typeof each === 'string')

function isPolicy(value: unknown): boolean {
  const { issuers, registries } = (value ?? {}) as { issuers?: unknown; registries?: unknown }
  if (issuers !== undefined && !isTexts(issuers)) return false
  return issuers === undefined ? Array.isArray(registries) : registries === undefined || Array.isArray(registries)
}

function isKnownRecipient(value: unknown): boolean {
  const { type, value: known } = (value ?? {}) as { type?: unknown; value?: unknown }
  return typeof type === 'string' && typeof known === 'string'
}
