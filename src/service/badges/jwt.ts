import { isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { derivedUrn } from '../../internal/uuid.js'
import { signCredentialAsJwt } from '../../proof/index.js'
import { findBadge } from '../core/change.js'
import type { ServiceContext } from '../core/context.js'
import { stageNow } from '../core/due.js'
import type { BadgeRecord } from '../core/records/index.js'
import { signingKey } from '../core/signing.js'

/**
 * A badge as JWT, for readers that take no other form: the same credential with the same id and status entry, signed
 * again by the key of this service. `null` if there is no such badge, if it is not in force (nothing is signed that its
 * issuer has revoked or suspended), or if the key is not its issuer's.
 */
export async function badgeJwt(context: ServiceContext, badgeId: string): Promise<string | null> {
  const badge = (await findBadge(context, badgeId))?.value
  if (badge === undefined || badge.suspended || stageNow(context, badge) !== 'claimed') return null
  const key = `${badge.id} jwt`
  let made = context.jwts.get(key)
  if (made === undefined) {
    made = signAgain(context, badge)
    context.jwts.set(key, made)
    made.catch(() => context.jwts.drop(key))
  }
  return made
}

async function signAgain(context: ServiceContext, badge: BadgeRecord): Promise<string | null> {
  const { proof: _, ...credential } = badge.credential
  const { contexts, documents, verificationMethod } = context.options.sign ?? {}
  try {
    return await signCredentialAsJwt(credential, await signingKey(context), {
      // A subject without an id gets one (Open Badges 3.0 §8.2.4), the same every time.
      subjectId: derivedUrn('subject', badge.credentialId),
      ...defined({ contexts, documents, verificationMethod }),
    })
  } catch (error) {
    if (isBadgeError(error, 'ERR_SIGN_ISSUER_MISMATCH') || isBadgeError(error, 'ERR_MODEL_INVALID')) return null
    throw error
  }
}
