import { issuerIdOfKey } from './badge/index.js'
import { type CreateOptions, createCredential } from './credential/index.js'
import { assertSigner } from './internal/assert-signer.js'
import { createRules, signRules } from './internal/option-tables.js'
import { checkOptions } from './internal/options.js'
import { type SignOptions, signCredential } from './proof/index.js'
import type { SignedCredential } from './types/credential.js'
import type { BadgeDraft } from './types/draft.js'
import type { Signer } from './types/keys.js'

/**
 * Draft to signed badge in one step: `createCredential`, then `signCredential`.
 *
 * An issuer without an `id` gets the key's DID, which suits trials; an institution should be named by its domain
 * (see `badgewright init`), since anybody can make a DID. `onWarning` reports it.
 *
 * Throws `ERR_DRAFT_INVALID` with every problem of the draft, and what `signCredential` throws.
 *
 * @example
 * import { generateKeyPair, issueBadge } from 'badgewright'
 *
 * const key = await generateKeyPair()
 * const badge = await issueBadge({
 *   issuer: { name: 'Acme' },
 *   achievement: { name: 'Welder I', description: 'Welds steel.', criteria: 'Passed the welding exam.' },
 *   recipient: { email: 'kim@example.org' },
 * }, key)
 */
export async function issueBadge(
  draft: BadgeDraft,
  key: Signer,
  options: CreateOptions & SignOptions = {},
): Promise<SignedCredential> {
  assertSigner(key)
  checkOptions(options, { ...createRules, ...signRules })
  const create = of(options, createRules)
  const issuerId = options.issuerId ?? issuerIdOfKey(key)
  return signCredential(createCredential(draft, { ...create, issuerId }), key, of(options, signRules))
}

/** Those of the options that are in a table. */
const of = <Table extends object>(options: CreateOptions & SignOptions, table: Table) =>
  Object.fromEntries(Object.entries(options).filter(([name]) => Object.hasOwn(table, name))) as Pick<
    CreateOptions & SignOptions,
    keyof Table & keyof (CreateOptions & SignOptions)
  >
