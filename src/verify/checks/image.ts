import { stripCredential } from '../../container/index.js'
import { BadgeError, type BadgeErrorCode, isBadgeError } from '../../errors.js'
import { concatBytes, equalBytes, startsWithBytes } from '../../internal/bytes.js'
import { base64Decode, base64Encode, multibaseDecode } from '../../internal/encoding.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import { pointerGet } from '../../internal/pointer.js'
import { problem } from '../../internal/problems.js'
import { sha2 } from '../../internal/sha256.js'
import { isHttpUrl } from '../../internal/url.js'
import { fetchPicture } from '../../loader/index.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import { type CheckDefinition, type Finding, passed, skipped } from '../core/check.js'
import type { VerificationRun } from '../core/run.js'

/**
 * VCDM 2.0 §5.3: where the issuer signed a digest of the badge's picture (`relatedResource`), the picture around a
 * baked credential, or the one embedded in it, must be that picture.
 */
export const imageIntegrity: CheckDefinition = {
  id: 'image.integrity',
  needs: ['input.parse', 'proof.signature'],
  required: (run) => signedDigests(run.document).length > 0,
  async run(run) {
    const digests = signedDigests(run.document)
    const [first] = digests
    if (first === undefined) return skipped('The issuer signed no digest of the picture.')
    const picture = await pictureOf(run)
    if (isBadgeError(picture)) return { ...undecided(picture.message, first.pointer, picture.code), optional: true }
    const verdicts = digests.map(({ entry }) => compareDigests(entry, picture))
    // The order of the entries is not signed, so each of them has to agree.
    const wrong = digests.find((_, i) => verdicts[i] === false)
    if (wrong !== undefined) {
      const detail = 'The picture is not the one that the issuer signed a digest of.'
      return {
        status: 'failed',
        summary: detail,
        next: 'Do not rely on the picture; it may have been swapped.',
        problems: [problem('ERR_IMAGE_MISMATCH', detail, wrong.pointer)],
      }
    }
    if (verdicts.includes(undefined))
      return undecided('The signed digest is of a kind that is not known.', first.pointer)
    return passed('The picture is the one that the issuer signed.')
  },
}

const undecided = (detail: string, pointer: string, code: BadgeErrorCode = 'ERR_DOCUMENT_UNAVAILABLE'): Finding => ({
  status: 'indeterminate',
  summary: detail,
  next: 'Verify the baked image instead of the credential alone, or enable fetching.',
  problems: [problem(code, detail, pointer)],
})

const IMAGE = '/credentialSubject/achievement/image'

function signedDigests(document: JsonObject): { entry: JsonObject; pointer: string }[] {
  if (document.relatedResource === undefined) return []
  const image = imageId(document)
  if (image === undefined) return []
  return asArray(document.relatedResource).flatMap((entry, i) =>
    isJsonObject(entry) && entry.id === image ? [{ entry, pointer: `/relatedResource/${i}` }] : [],
  )
}

function imageId(document: JsonObject): string | undefined {
  const image = pointerGet(document, IMAGE)
  const id = isJsonObject(image) ? image.id : image
  return typeof id === 'string' ? id : undefined
}

/**
 * The picture around the badge, the one inside it, one that was handed over among the documents as a `data:` URL, or
 * the one at its address, if it may be fetched. Or else why it is not at hand: who shows no picture is deceived by none.
 */
async function pictureOf({ input, document, options }: VerificationRun): Promise<Uint8Array | BadgeError> {
  if (input.image !== undefined) return stripCredential(input.image)
  const id = imageId(document) ?? ''
  const { documents = {} } = options
  const name = [id, isHttpUrl(id) ? new URL(id).href : id].find((each) => Object.hasOwn(documents, each))
  const given = name === undefined ? id : documents[name]
  const [, data] = (typeof given === 'string' && DATA_URL.exec(given)) || []
  const picture = data === undefined ? undefined : quietly(() => base64Decode(data))
  if (picture !== undefined) return picture
  if (options.fetch === undefined || name !== undefined || !isHttpUrl(id)) return notAtHand()
  try {
    return await fetchPicture(id, options.fetch)
  } catch (error) {
    if (isBadgeError(error)) return error
    throw error
  }
}

const notAtHand = (): BadgeError =>
  new BadgeError('ERR_DOCUMENT_UNAVAILABLE', 'The picture that the signed digest is about is not at hand.')

const DATA_URL = /^data:image\/[a-z+]+;base64,([A-Za-z0-9+/]+={0,2})$/

/**
 * VCDM 2.0 §5.3: `digestSRI` (W3C Subresource Integrity, of which any of the strongest kind may match) and
 * `digestMultibase` (a multihash). `undefined` when there is none of a known kind.
 */
function compareDigests(entry: JsonObject, bytes: Uint8Array): boolean | undefined {
  const verdicts = [compareSri(entry.digestSRI, bytes), compareMultihash(entry.digestMultibase, bytes)]
  if (verdicts.includes(false)) return false
  return verdicts.includes(true) ? true : undefined
}

function compareSri(value: JsonValue | undefined, bytes: Uint8Array): boolean | undefined {
  if (typeof value !== 'string') return undefined
  const digests = value.split(/\s+/).map((item) => /^(sha256|sha384|sha512)-([A-Za-z0-9+/]+={0,2})(\?.*)?$/.exec(item))
  const strongest = (['sha512', 'sha384', 'sha256'] as const).find((name) =>
    digests.some((found) => found?.[1] === name),
  )
  if (strongest === undefined) return undefined
  const expected = base64Encode(sha2[strongest](bytes))
  return digests.some((found) => found?.[1] === strongest && found[2] === expected)
}

/** Multihash headers: the code of the hash function, then the length of the digest. */
const multihashes = [
  { header: new Uint8Array([0x12, 0x20]), hash: sha2.sha256 },
  { header: new Uint8Array([0x20, 0x30]), hash: sha2.sha384 },
  { header: new Uint8Array([0x13, 0x40]), hash: sha2.sha512 },
]

function compareMultihash(value: JsonValue | undefined, bytes: Uint8Array): boolean | undefined {
  if (typeof value !== 'string') return undefined
  const digest = decoded(value)
  const kind = multihashes.find(({ header }) => digest !== undefined && startsWithBytes(digest, header))
  if (digest === undefined || kind === undefined) return undefined
  return equalBytes(digest, concatBytes(kind.header, kind.hash(bytes)))
}

function quietly<T>(decode: () => T): T | undefined {
  try {
    return decode()
  } catch {
    return undefined
  }
}

function decoded(text: string): Uint8Array | undefined {
  return quietly(() => multibaseDecode(text))
}
