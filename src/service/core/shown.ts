import { hasBaseProof } from '../../badge/index.js'
import { type CapsuleField, createCapsule, redactCredential } from '../../export/index.js'
import { defined } from '../../internal/defined.js'
import { deriveCredential } from '../../proof/index.js'
import type { OpenBadgeCredential, SignedCredential } from '../../types/credential.js'
import type { ServiceContext } from './context.js'
import type { Authentication, BadgeRecord } from './records/index.js'

/** Who looks: a person who is signed in, a browser that may act for them on one badge, or anybody. */
export interface Viewer {
  readonly personId?: string
  /** Acts for the person on this badge alone, as a badge session does: whatever asks for an account refuses it. */
  readonly badgeId?: string
  /** How the person was authenticated. Default: by the `host`, at this moment. */
  readonly authenticated?: Authentication
}

/** The account that a viewer is signed in to; a badge session is none. */
export const accountOf = ({ personId, badgeId }: Viewer = {}): string | undefined =>
  badgeId === undefined ? personId : undefined

/** Whether a viewer may act for the owner of this badge. */
export const actsFor = (
  { personId, badgeId }: Viewer,
  badge: Pick<BadgeRecord, 'id'> & { readonly personId?: string },
): boolean =>
  badge.personId !== undefined && badge.personId === personId && (badgeId === undefined || badgeId === badge.id)

/** What of a badge leaves the service. */
export interface Shown {
  readonly credential: SignedCredential | OpenBadgeCredential
  readonly signed: boolean
}

/** Whether parts can be left out of the signed file itself (`ecdsa-sd-2023`). */
export const canHide = ({ credential }: Pick<BadgeRecord, 'credential'>): boolean => hasBaseProof(credential)

/**
 * A badge with all of its parts, or with some. With a base proof anyone could disclose everything, so what leaves the
 * service is always derived from it.
 */
export async function shownOf(
  context: ServiceContext,
  badge: Pick<BadgeRecord, 'id' | 'credential'>,
  show?: readonly CapsuleField[],
): Promise<Shown> {
  if (!canHide(badge)) {
    return show === undefined
      ? { credential: badge.credential, signed: true }
      : { credential: redactCredential(badge.credential, show), signed: false }
  }
  // Another process may have signed an offer again, for the right address.
  const key = `${badge.id} ${badge.credential.id ?? ''} ${show === undefined ? '*' : [...show].sort().join()}`
  let copy = context.copies.get(key)
  if (copy === undefined) {
    copy = derive(context, badge.credential, show)
    context.copies.set(key, copy)
    // A failure is not kept.
    copy.catch(() => context.copies.drop(key))
  }
  return { credential: await copy, signed: true }
}

const CORE: readonly string[] = ['@context', 'id', 'type', 'proof']

function derive(
  context: ServiceContext,
  credential: SignedCredential,
  show: readonly CapsuleField[] | undefined,
): Promise<SignedCredential> {
  const { contexts, documents } = context.options.sign ?? {}
  const options = defined({ contexts, documents })
  if (show !== undefined) return createCapsule(credential, show, options)
  const members = Object.keys(credential).filter((name) => !CORE.includes(name))
  return deriveCredential(credential, { ...options, selectivePointers: members.map((name) => `/${name}`) })
}
