import { stripCredential } from '../../../container/index.js'
import { bytesGiven, bytesInside, compareDigests, imageIdOf } from '../../../credential/lint/index.js'
import { BadgeError, isBadgeError } from '../../../errors.js'
import { documentLimits } from '../../../internal/document-limits.js'
import { problem } from '../../../internal/problems.js'
import { isHttpUrl } from '../../../internal/url.js'
import { fetchPicture } from '../../../loader/fetch/index.js'
import type { JsonValue } from '../../../types/json.js'
import { type Finding, passed } from '../../core/check.js'
import type { VerificationRun } from '../../core/run.js'

/** The work of `image.integrity`, where digests were signed. */
export async function compareResources(run: VerificationRun): Promise<Finding> {
  const entries = run.related()
  const image = imageIdOf(run.document)
  const pictured = entries.filter(({ entry }) => image !== undefined && entry.id === image)
  const picture = pictured.length === 0 ? undefined : await pictureOf(run)
  const verdicts: Verdict[] = []
  let fetches = documentLimits.relatedResources
  for (const { entry, pointer } of entries) {
    const isPicture = picture !== undefined && entry.id === image
    const bytes = isPicture ? picture : await resourceOf(run, entry.id, () => fetches-- > 0)
    verdicts.push({ pointer, isPicture, bytes, same: isBadgeError(bytes) ? undefined : compareDigests(entry, bytes) })
  }
  return judge(verdicts)
}

interface Verdict {
  readonly pointer: string
  readonly isPicture: boolean
  readonly bytes: Uint8Array | BadgeError
  readonly same: boolean | undefined
}

/** The order of the entries is not signed, so each of them has to agree. What is not at hand deceives nobody. */
function judge(verdicts: readonly Verdict[]): Finding {
  const wrong = verdicts.filter(({ same }) => same === false)
  const open = verdicts.filter(({ same }) => same === undefined)
  const problems = [
    ...wrong.map(({ isPicture, pointer }) => {
      const what = isPicture ? 'The picture' : 'A resource that the credential names'
      return problem('ERR_IMAGE_MISMATCH', `${what} is not the one that the issuer signed a digest of.`, pointer)
    }),
    ...open.map(({ bytes, pointer }) =>
      isBadgeError(bytes)
        ? problem(bytes.code, bytes.message, pointer)
        : problem('ERR_DOCUMENT_UNAVAILABLE', 'The signed digest is of a kind that is not known.', pointer),
    ),
  ]
  const [first] = problems
  if (first === undefined) return passed('The picture is the one that the issuer signed.')
  if (wrong.length > 0) {
    const next = 'Do not rely on the picture or resource; it may have been swapped.'
    return { status: 'failed', summary: first.detail, next, problems }
  }
  const isKnownPicture = ({ isPicture, bytes }: Verdict): boolean => isPicture && !isBadgeError(bytes)
  // The picture is what people see; that other resources are not at hand is said, and takes nothing from it.
  if (verdicts.some((one) => isKnownPicture(one) && one.same === true) && !open.some(isKnownPicture)) {
    return { ...passed('The picture is the one that the issuer signed.'), warnings: problems }
  }
  return {
    status: 'indeterminate',
    summary: first.detail,
    next: 'Verify the baked image instead of the credential alone, give the resource in `documents`, or enable fetching.',
    problems,
    ...(open.some(isKnownPicture) ? {} : { optional: true as const }),
  }
}

/** A resource as text that was handed over among the documents as a `data:` URL, or as its address has it. */
async function resourceOf(
  { options: { documents = {}, fetch } }: VerificationRun,
  id: JsonValue | undefined,
  mayFetch: () => boolean,
): Promise<Uint8Array | BadgeError> {
  const given = bytesGiven(documents, id, false) ?? bytesInside(id)
  if (given instanceof Uint8Array) return given
  if (typeof id !== 'string' || given !== undefined || fetch === undefined || !isHttpUrl(id) || !mayFetch()) {
    return notAtHand()
  }
  try {
    return await fetchPicture(id, fetch)
  } catch (error) {
    if (isBadgeError(error)) return error
    throw error
  }
}

/**
 * The picture around the badge, the one inside it, one that was handed over among the documents, or
 * the one at its address, if it may be fetched. Or else why it is not at hand: who shows no picture is deceived by none.
 */
async function pictureOf({ input, document, options }: VerificationRun): Promise<Uint8Array | BadgeError> {
  if (input.image !== undefined) return stripCredential(input.image)
  const id = imageIdOf(document) ?? ''
  const given = bytesGiven(options.documents ?? {}, id, true)
  const picture = given === undefined ? bytesInside(id) : given
  if (picture instanceof Uint8Array) return picture
  if (options.fetch === undefined || given !== undefined || !isHttpUrl(id)) return notAtHand()
  try {
    return await fetchPicture(id, options.fetch)
  } catch (error) {
    if (isBadgeError(error)) return error
    throw error
  }
}

const notAtHand = (): BadgeError =>
  new BadgeError('ERR_DOCUMENT_UNAVAILABLE', 'What the signed digest is about is not at hand.')
