import { dateOf, issuerOf } from '../../badge/index.js'
import { matchMailbox } from '../../credential/mailbox/index.js'
import { BadgeError, isBadgeError } from '../../errors.js'
import { utf8Decode } from '../../internal/bytes.js'
import { defined } from '../../internal/defined.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import { limits } from '../../internal/limits.js'
import { sha256Hex } from '../../internal/sha256.js'
import type { JsonObject } from '../../types/json.js'
import type { ServiceContext } from '../core/context.js'
import type { OutsideBadgeRecord, PersonRecord } from '../core/records/index.js'
import { put, read } from '../core/store.js'
import { iso } from '../core/time.js'
import { changePerson } from '../people/plan.js'
import { hashesOf, outsideOf, requireCollector, shownOutside } from './outside.js'
import type { NewOutsideBadge, OutsideBadge } from './types.js'

const notOne = (): BadgeError => new BadgeError('ERR_NOT_A_BADGE', 'There is no badge in this file.')

export async function addOutside(
  context: ServiceContext,
  { personId, file, fetch, documents }: NewOutsideBadge,
): Promise<OutsideBadge> {
  await requireCollector(context, personId)
  const text = await textOf(file)
  const { verifyCredential } = await import('../../verify/index.js')
  const { facts, credential, unverifiedCredential } = await verifyCredential(text, {
    accept: ['badge'],
    now: new Date(context.now()),
    ...defined({ fetch, documents }),
  })
  const document: JsonObject | undefined = credential ?? unverifiedCredential
  if (document === undefined) throw notOne()
  if (facts.authentic === false) {
    throw new BadgeError('ERR_VERIFICATION_FAILED', 'The badge is not what its issuer signed.')
  }
  if (issuerOf(document)?.id === context.issuerId) throw there()
  const id = sha256Hex(`outside ${personId} ${text}`).slice(0, 26)
  let added: OutsideBadge | undefined
  await changePerson(context, personId, async (person) => {
    if ((await read(context.storage, 'outside-badges', id)) !== undefined) throw there()
    if ((await outsideOf(context, personId)).length >= limits.outsideBadges) {
      throw new BadgeError('ERR_LIMIT_EXCEEDED', `A person keeps at most ${limits.outsideBadges} badges of others.`)
    }
    const record: OutsideBadgeRecord = {
      schemaVersion: 1,
      id,
      personId,
      text,
      ...wordsOf(document),
      authentic: facts.authentic === true ? true : null,
      inForce: facts.inForce,
      ...defined({ matchedHash: await matchOf(context, person, document) }),
      open: false,
      addedAt: iso(context.now()),
    }
    added = shownOutside(record, await hashesOf(context, person))
    return {
      next: person,
      events: [{ type: 'outside-badge-added' }],
      changes: [put('outside-badges', id, undefined, record)],
    }
  })
  return added as OutsideBadge
}

const there = (): BadgeError => new BadgeError('ERR_ROW_DUPLICATE', 'This badge is among theirs already.')

/** The credential as it was signed, out of whatever it is in. */
async function textOf(file: Uint8Array | string): Promise<string> {
  const text = typeof file === 'string' ? file : ((await bakedIn(file)) ?? utf8Decode(file))
  const trimmed = text.trim()
  if (trimmed.length > limits.outsideText) {
    throw new BadgeError(
      'ERR_LIMIT_EXCEEDED',
      `A badge of another issuer has at most ${limits.outsideText} characters.`,
    )
  }
  if (trimmed === '') throw notOne()
  return trimmed
}

async function bakedIn(bytes: Uint8Array): Promise<string | null> {
  const { detectFormat, extractCredential } = await import('../../container/index.js')
  try {
    return ['png', 'svg', 'pdf'].includes(detectFormat(bytes) ?? '') ? await extractCredential(bytes) : null
  } catch (error) {
    if (isBadgeError(error)) throw notOne()
    throw error
  }
}

const cut = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== ''
    ? value
        .replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, ' ')
        .trim()
        .slice(0, limits.title)
    : undefined

/** What a list shows of it. In Open Badges 2.0 the badge class has what an achievement says. */
function wordsOf(document: JsonObject): Pick<OutsideBadgeRecord, 'name' | 'issuerName' | 'issuedAt' | 'validUntil'> {
  const [subject] = asArray(document.credentialSubject).filter(isJsonObject)
  const achievement = [subject?.achievement, document.badge].find(isJsonObject)
  const issuer = [document.issuer, achievement?.issuer].find(isJsonObject)
  return {
    name: cut(achievement?.name) ?? cut(document.name) ?? '—',
    issuerName: cut(issuer?.name) ?? cut(issuerOf(document)?.id) ?? '—',
    ...defined({
      issuedAt: cut(dateOf(document, 'begin') ?? document.issuedOn),
      validUntil: cut(dateOf(document, 'end') ?? document.expires),
    }),
  }
}

/** The keyed hash of the confirmed address that the badge was issued to. */
async function matchOf(
  context: ServiceContext,
  { emails }: PersonRecord,
  document: JsonObject,
): Promise<string | undefined> {
  const [subject] = asArray(document.credentialSubject).filter(isJsonObject)
  const identities = [
    ...asArray(subject?.identifier)
      .filter(isJsonObject)
      .filter(({ identityType }) => identityType === 'emailAddress'),
    ...(typeof subject?.id === 'string' && /^mailto:/i.test(subject.id)
      ? [{ hashed: false, identityHash: subject.id.slice(7) }]
      : []),
  ]
  const own = emails.find(({ email }) => identities.some((each) => matchMailbox(each, email) === 'same'))
  return own && context.addressHash(own.email)
}
