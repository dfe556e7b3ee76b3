import { issuerIdOfKey } from '../../badge/index.js'
import { createCredential } from '../../credential/index.js'
import { BadgeError } from '../../errors.js'
import { assertSigner } from '../../internal/assert-signer.js'
import { defined } from '../../internal/defined.js'
import { limits } from '../../internal/limits.js'
import type { PublicKeyInput } from '../../keys/index.js'
import { signCredential } from '../../proof/index.js'
import type { PublicKeyDocument, Signer } from '../../types/keys.js'
import type { ServiceContext } from '../core/context.js'
import type { IssuerKey, IssuerKeysRecord } from '../core/records/index.js'
import { forgetKeys, publicDocumentOf, readKeys } from '../core/signing.js'
import { put, read, retrying, type Stored } from '../core/store.js'
import { iso } from '../core/time.js'
import { signList } from '../status/lists.js'
import { commitKeys } from './commit-keys.js'
import { asPublished, issuerDocuments } from './published.js'
import type { KeySteps } from './types.js'
import { ownLists, type SignedList, verifyAll, verifyLists } from './verify-all.js'

/**
 * Publishes the new key; shows that lists signed by it and all badges verify; then, in one commit, publishes these lists
 * and lets it sign. A crash before that commit leaves a further published key and nothing else.
 */
export async function rotateKey(
  context: ServiceContext,
  {
    signer,
    publicKeys = [],
    leadSeconds = limits.keyDocumentSeconds,
    documents = {},
  }: Parameters<KeySteps['rotate']>[0],
): ReturnType<KeySteps['rotate']> {
  assertSuccessor(context, signer)
  const published = await publishKey(context, signer, publicKeys)
  if (published.signing === signer.id) return ended(context, signer, { badges: 0, lists: 0 })
  const key = published.keys.find(({ document }) => document.id === signer.id)
  const readyAt = Date.parse(key?.publishedAt ?? '') + leadSeconds * 1000
  if (!(context.now() >= readyAt)) {
    return { signing: published.signing, switched: false, readyAt: iso(readyAt), badges: 0, lists: 0 }
  }
  const own = await issuerDocuments(context.issuerId, published.keys)
  const all = { ...documents, ...own }
  await assertSigns(context, signer, all)
  const report = await verifyAll(context, await signLists(context, signer), all)
  await retrying(() => switchTo(context, signer, all))
  return ended(context, signer, report)
}

function assertSuccessor(context: ServiceContext, signer: Signer): void {
  assertSigner(signer)
  const { issuerId, options } = context
  if (issuerIdOfKey(signer) !== issuerId) {
    const hint = /^did:(key|jwk):/.test(issuerId)
      ? 'This issuer is its key (did:key): with another it would be another issuer. Keys are rotated of issuers with a domain.'
      : `The key belongs to ${issuerIdOfKey(signer)}; make it with the controller ${issuerId}.`
    throw new BadgeError('ERR_SIGN_ISSUER_MISMATCH', hint)
  }
  if (options.secret === undefined) {
    throw wrong(
      'The `secret` of this service follows from its key, and all its links with it. Pass as `secret` what the key signs: ' +
        "`await key.sign({ data: new TextEncoder().encode('badgewright service secret, version 1') })`.",
    )
  }
  if (options.sign?.verificationMethod !== undefined) {
    throw wrong('`sign.verificationMethod` names one key for ever; leave it out to rotate keys.')
  }
}

/** The record with the new key in it; where it is already, nothing is written. */
function publishKey(
  context: ServiceContext,
  signer: Signer,
  publicKeys: readonly PublicKeyInput[],
): Promise<IssuerKeysRecord> {
  return retrying(async () => {
    const stored = await readKeys(context)
    const now = iso(context.now())
    const before = stored?.value.keys ?? [await firstKey(context, publicKeys, now)]
    const known = new Set(before.map(({ document }) => document.id))
    const mine = before.find(({ document }) => document.id === signer.id)
    if (mine?.signsSince !== undefined && stored?.value.signing !== signer.id) {
      throw wrong('This key signed before; a rotation leads to a new one.')
    }
    const given = [...publicKeys.map((key) => key as PublicKeyInput), publicHalf(signer, publicKeys)]
    const byId = new Map((await allPublished(context, given)).map((document) => [document.id, document]))
    const fresh = [...byId.values()].filter(({ id }) => !known.has(id))
    const keys = [...before, ...fresh.map((document) => ({ document, publishedAt: now }))]
    if (stored !== undefined && fresh.length === 0) return stored.value
    if (keys.length > limits.issuerKeys) {
      throw new BadgeError(
        'ERR_LIMIT_EXCEEDED',
        `An issuer has at most ${limits.issuerKeys} keys; remove old ones first.`,
      )
    }
    const record: IssuerKeysRecord = {
      schemaVersion: 1,
      issuerId: context.issuerId,
      signing: stored?.value.signing ?? context.signer.id,
      keys,
    }
    await issuerDocuments(context.issuerId, keys)
    await commitKeys(
      context,
      stored,
      record,
      fresh.map(({ id }) => ({ type: 'key-published', data: { key: id } })),
    )
    return record
  })
}

/** One by one, since the same key may be given twice. */
async function allPublished(
  { issuerId }: ServiceContext,
  keys: readonly PublicKeyInput[],
): Promise<PublicKeyDocument[]> {
  return (await Promise.all(keys.map((key) => asPublished(issuerId, [key])))).flat()
}

function publicHalf(signer: Signer, publicKeys: readonly PublicKeyInput[]): PublicKeyInput {
  const found = publicDocumentOf(signer) ?? publicKeys.find(({ id }) => id === signer.id)
  if (found !== undefined) return found
  throw new BadgeError('ERR_KEY_INVALID', `The public key of ${signer.id} is not known; give it in \`publicKeys\`.`)
}

async function firstKey(
  context: ServiceContext,
  publicKeys: readonly PublicKeyInput[],
  now: string,
): Promise<IssuerKey> {
  const [document] = await asPublished(context.issuerId, [publicHalf(context.signer, publicKeys)])
  if (document === undefined) throw wrong('The key that signs has no public half.')
  return { document, publishedAt: now, signsSince: now }
}

/** Whether a badge can be signed as the service does, by this key, and verifies: a signer may be another than it says. */
async function assertSigns(
  context: ServiceContext,
  signer: Signer,
  documents: Readonly<Record<string, object>>,
): Promise<void> {
  const { verifyCredential } = await import('../../verify/index.js')
  const { sign = {} } = context.options
  const now = new Date(context.now())
  const draft = {
    issuer: { id: context.issuerId, name: 'Trial' },
    achievement: { name: 'Trial', description: 'Shows that the key signs.', criteria: 'None.' },
    recipient: { email: 'trial@trial.example' },
  }
  const credential = createCredential(draft, { now, issuerId: context.issuerId })
  const signed = await signCredential(credential, signer, { ...sign, now })
  const result = await verifyCredential(signed, {
    now,
    documents: documents as Readonly<Record<string, never>>,
    ...defined({ contexts: sign.contexts }),
  })
  if (result.facts.authentic === true) return
  throw new BadgeError('ERR_SIGN_FAILED', 'What the new key signs does not verify with its public key.')
}

async function signLists(context: ServiceContext, signer: Signer): Promise<SignedList[]> {
  const signed: SignedList[] = []
  for (const list of await ownLists(context)) signed.push({ list, record: await signList(context, list, signer) })
  return signed
}

/** The commit that switches. Lists that changed since they were verified are signed again, and verified too. */
async function switchTo(
  context: ServiceContext,
  signer: Signer,
  documents: Parameters<typeof verifyLists>[2],
): Promise<void> {
  const stored = await readKeys(context)
  if (stored === undefined) throw wrong('The record of the keys has gone.')
  if (stored.value.signing === signer.id) return
  const lists = await ownLists(context)
  const changes = []
  for (const list of lists) {
    const before = await read(context.storage, 'published-lists', list.id)
    const record = await signList(context, list, signer)
    const readable = await verifyLists(context, [{ list, record }], documents)
    if (!readable.has(list.url)) throw new BadgeError('ERR_KEY_IN_USE', `The status list ${list.id} would not verify.`)
    changes.push(put('published-lists', list.id, before, record))
  }
  const rotated = [{ type: 'key-rotated', data: { key: signer.id } }] as const
  await commitKeys(context, stored, switched(context, stored, signer), rotated, changes)
}

function switched(context: ServiceContext, { value }: Stored<'issuer-keys'>, { id }: Signer): IssuerKeysRecord {
  const now = iso(context.now())
  const keys = value.keys.map((key) => {
    if (key.document.id === id) return { ...key, signsSince: now }
    return key.document.id === value.signing ? { ...key, signedUntil: now } : key
  })
  return { ...value, signing: id, keys }
}

function ended(context: ServiceContext, signer: Signer, report: { badges: number; lists: number }) {
  context.signers.set(signer.id, signer)
  forgetKeys(context)
  return { signing: signer.id, switched: true, ...report }
}

const wrong = (message: string): BadgeError => new BadgeError('ERR_ARGUMENT_INVALID', message)
