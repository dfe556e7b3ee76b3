import { isBaseProofValue, proofsOf } from '../../badge/index.js'
import { credentialKinds } from '../../badge/kinds/index.js'
import { BadgeError, type ErrorProblem } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import { limits } from '../../internal/limits.js'
import { isPresentationEnvelope, openPresentationEnvelope } from '../../proof/index.js'
import type { SignedCredential } from '../../types/credential.js'
import type { JsonObject } from '../../types/json.js'
import type { VerifyOptions } from '../../verify/index.js'
import { isTombstone } from '../core/collections.js'
import type { ServiceContext } from '../core/context.js'
import type { BadgeRecord, PublishedListRecord, StatusListRecord } from '../core/records/index.js'
import { readKeys } from '../core/signing.js'
import { findAll, findEach, read } from '../core/store.js'
import { publishList } from '../status/lists.js'
import { issuerDocuments, listKeys } from './published.js'

/** A list as it would be published, and what is published of it now. */
export interface SignedList {
  readonly list: StatusListRecord
  readonly record: Pick<PublishedListRecord, 'credential' | 'revision'>
}

type Documents = Readonly<Record<string, JsonObject>>

const NAMES = {
  badges: 'The badge',
  'wallet-copies': 'The copy in a wallet',
  'status-lists': 'The status list',
  credentials: 'The stored credential',
  presentations: 'The stored presentation',
} as const

/** What did not verify: the first of it by name, and how much there was. */
class Faults {
  readonly problems: ErrorProblem[] = []
  count = 0

  add(kind: keyof typeof NAMES, id: string, problems: readonly { readonly code: string }[]): void {
    this.count += 1
    if (this.problems.length === limits.keyProblems) return
    const code = problems[0]?.code ?? 'ERR_KEY_IN_USE'
    const detail = `${NAMES[kind]} ${id} would not verify.`
    this.problems.push({ code, pointer: `/${kind}/${id}`, detail })
  }

  assertNone(): void {
    if (this.count === 0) return
    const message = `${this.count} badges, status lists or stored credentials would not verify; \`problems\` names them, the first ${limits.keyProblems} at most. Nothing was changed.`
    throw new BadgeError('ERR_KEY_IN_USE', message, { problems: this.problems })
  }
}

/**
 * Verifies lists and then every stored badge, page by page, with these documents of the issuer. A badge must be authentic,
 * and one of this issuer must have its status in one of the lists; that it is revoked or has expired does not matter.
 *
 * @throws BadgeError `ERR_KEY_IN_USE`
 */
export async function verifyAll(
  context: ServiceContext,
  lists: readonly SignedList[],
  documents: Documents,
): Promise<{ badges: number; lists: number }> {
  const faults = new Faults()
  const readable = await verifyLists(context, lists, documents, faults)
  const options = {
    documents,
    now: new Date(context.now()),
    // Another host, whose clock is ahead, may have signed it a moment ago.
    clockSkewSeconds: limits.serverClockSeconds,
    checkStatus: ({ statusListCredential: url }: JsonObject) =>
      typeof url === 'string' && readable.has(url) ? ('valid' as const) : ('unknown' as const),
    ...defined({ contexts: context.options.sign?.contexts }),
  }
  const badges = context.issuerName === undefined ? await verifyBadges(context, options, faults) : 0
  if (context.issuerName === undefined) await verifyCopies(context, documents, options, faults)
  await verifyStored(context, documents, options, faults)
  faults.assertNone()
  return { badges, lists: lists.length }
}

/** Badges are those of the service itself; an issuer beside it has none. */
async function verifyBadges(context: ServiceContext, options: VerifyOptions, faults: Faults): Promise<number> {
  const { verifyCredential } = await import('../../verify/index.js')
  let badges = 0
  for await (const { key, value } of findEach(context.storage, 'badges', limits.keyCheckPage)) {
    if (isTombstone(value)) continue
    badges += 1
    const result = await verifyCredential(value.credential, options)
    const isListed = hasStatus(value) ? result.facts.inForce !== null : true
    if (result.facts.authentic !== true || (value.issuerId === context.issuerId && !isListed)) {
      faults.add('badges', key, result.problems)
    }
  }
  return badges
}

/** Copies in wallets are out of reach: the keys that signed them stay published until they have ended. */
async function verifyCopies(
  { storage }: ServiceContext,
  documents: Documents,
  options: VerifyOptions,
  faults: Faults,
): Promise<void> {
  const { verifyCredential } = await import('../../verify/index.js')
  const published = JSON.stringify(documents)
  for await (const { key, value } of findEach(storage, 'wallet-copies', limits.keyCheckPage)) {
    if (value.endedAt !== undefined) continue
    const credential = value.credential as unknown as JsonObject
    const isPublishedBase = hasPublishedBase(credential, published)
    if (isPublishedBase !== undefined) {
      if (!isPublishedBase) faults.add('wallet-copies', key, [])
      continue
    }
    const result = await verifyCredential(credential, options)
    if (result.facts.authentic !== true) faults.add('wallet-copies', key, result.problems)
  }
}

/** What the VC-API has stored of this issuer. */
async function verifyStored(
  { storage, issuerId }: ServiceContext,
  documents: Documents,
  options: Pick<VerifyOptions, 'documents' | 'now' | 'clockSkewSeconds' | 'checkStatus' | 'contexts'>,
  faults: Faults,
): Promise<void> {
  const { verifyCredential } = await import('../../verify/index.js')
  const published = JSON.stringify(documents)
  for await (const { key, value } of findEach(storage, 'issued', limits.keyCheckPage)) {
    const { credential, presentation } = value
    if (value.issuerId !== issuerId) continue
    if (presentation !== undefined && !isPublished(presentation, published)) faults.add('presentations', key, [])
    if (credential === undefined) continue
    const isPublishedBase = typeof credential === 'string' ? undefined : hasPublishedBase(credential, published)
    if (isPublishedBase !== undefined) {
      if (!isPublishedBase) faults.add('credentials', key, [])
      continue
    }
    const result = await verifyCredential(credential, { ...options, accept: credentialKinds, profile: 'vcdm' })
    if (result.facts.authentic !== true) faults.add('credentials', key, result.problems)
  }
}

/** Whether every key that signed a presentation of the issuer is published. */
function isPublished(presentation: JsonObject, published: string): boolean {
  const methods = isPresentationEnvelope(presentation)
    ? [openPresentationEnvelope(presentation).header.kid]
    : proofsOf(presentation).map(({ verificationMethod }) => verificationMethod)
  return methods.every((method) => method === undefined || published.includes(JSON.stringify(method)))
}

/** Whether the key of a base proof is published, since nobody verifies such a proof as it is; `undefined` without one. */
function hasPublishedBase(credential: JsonObject, published: string): boolean | undefined {
  const base = proofsOf(credential).find(({ proofValue }) => isBaseProofValue(proofValue))
  return base && published.includes(JSON.stringify(base.verificationMethod))
}

const hasStatus = ({ credential }: BadgeRecord): boolean =>
  asArray((credential as unknown as JsonObject).credentialStatus).some(isJsonObject)

/** The URLs of lists that verify, and are of this issuer. */
export async function verifyLists(
  context: ServiceContext,
  lists: readonly SignedList[],
  documents: Documents,
  faults = new Faults(),
): Promise<ReadonlySet<string>> {
  const { verifyCredential } = await import('../../verify/index.js')
  const readable = new Set<string>()
  for (const { list, record } of lists) {
    const result = await verifyCredential(record.credential as SignedCredential, {
      accept: 'credential',
      documents,
      now: new Date(context.now()),
      clockSkewSeconds: limits.serverClockSeconds,
      ...defined({ contexts: context.options.sign?.contexts }),
    })
    if (result.verified && result.issuer?.id === context.issuerId) readable.add(list.url)
    else faults.add('status-lists', list.id, result.problems)
  }
  return readable
}

/** The status lists of this issuer. Those of an earlier one, such as from before there was a domain, nobody here can sign. */
export async function ownLists(context: ServiceContext): Promise<StatusListRecord[]> {
  const lists = await findAll(context.storage, 'status-lists', undefined)
  return lists.map(({ value }) => value).filter(({ issuerId }) => issuerId === context.issuerId)
}

/** The lists as they are published, signed where that is due. */
export async function publishedLists(context: ServiceContext): Promise<SignedList[]> {
  const signed: SignedList[] = []
  for (const list of await ownLists(context)) {
    const published = await publishList(context, list.id)
    const newest = (await read(context.storage, 'status-lists', list.id))?.value ?? list
    if (published !== null) signed.push({ list: newest, record: published })
  }
  return signed
}

/** Everything that is stored, with what is published now. */
export async function checkAll(
  context: ServiceContext,
  { documents = {} }: { readonly documents?: Documents } = {},
): Promise<{ badges: number; lists: number }> {
  const record = (await readKeys(context))?.value
  const keys = record?.keys ?? (await listKeys(context)).keys
  const known = keys.flatMap(({ document }) => (document === undefined ? [] : [{ document }]))
  const own = await issuerDocuments(context.issuerId, known)
  return verifyAll(context, await publishedLists(context), { ...documents, ...own })
}
