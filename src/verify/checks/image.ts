import { stripCredential } from '../../bake/index.js'
import { concatBytes, equalBytes } from '../../internal/bytes.js'
import { base64Decode, base64Encode, multibaseDecode } from '../../internal/encoding.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import { pointerGet } from '../../internal/pointer.js'
import { problem } from '../../internal/problems.js'
import { sha256 } from '../../internal/sha256.js'
import type { JsonObject } from '../../types/json.js'
import { type CheckDefinition, passed, skipped } from '../check.js'
import type { VerificationRun } from '../run.js'

/**
 * VCDM 2.0 §5.3: where the issuer signed a digest of the badge's picture (`relatedResource`), the picture around a
 * baked credential, or the one embedded in it, must be that picture.
 */
export const imageIntegrity: CheckDefinition = {
  id: 'image.integrity',
  needs: ['input.parse', 'proof.signature'],
  required: (run) => signedDigest(run.document) !== undefined,
  async run(run) {
    const digest = signedDigest(run.document)
    if (digest === undefined) return skipped('The issuer signed no digest of the picture.')
    const picture = await pictureOf(run)
    if (picture === undefined) {
      const detail = 'The picture that the signed digest is about is not at hand.'
      return {
        status: 'indeterminate',
        summary: detail,
        next: 'Verify the baked image instead of the credential alone.',
        problems: [problem('ERR_DOCUMENT_UNAVAILABLE', detail, digest.pointer)],
      }
    }
    if (digestMatches(digest.entry, picture)) return passed('The picture is the one that the issuer signed.')
    const detail = 'The picture is not the one that the issuer signed a digest of.'
    return {
      status: 'failed',
      summary: detail,
      next: 'Do not rely on the picture; it may have been swapped.',
      problems: [problem('ERR_IMAGE_MISMATCH', detail, digest.pointer)],
    }
  },
}

const IMAGE = '/credentialSubject/achievement/image'

function signedDigest(document: JsonObject): { entry: JsonObject; pointer: string } | undefined {
  const image = imageId(document)
  const related = asArray(document.relatedResource)
  const at = related.findIndex((entry) => isJsonObject(entry) && image !== undefined && entry.id === image)
  const entry = related[at]
  return isJsonObject(entry) ? { entry, pointer: `/relatedResource/${at}` } : undefined
}

function imageId(document: JsonObject): string | undefined {
  const image = pointerGet(document, IMAGE)
  const id = isJsonObject(image) ? image.id : image
  return typeof id === 'string' ? id : undefined
}

async function pictureOf({ input, document }: VerificationRun): Promise<Uint8Array | undefined> {
  if (input.image !== undefined) return stripCredential(input.image)
  const [, data] = /^data:image\/[a-z+]+;base64,([A-Za-z0-9+/]+={0,2})$/.exec(imageId(document) ?? '') ?? []
  return data === undefined ? undefined : base64Decode(data)
}

/** VCDM 2.0 §5.3: `digestSRI` (base64, W3C SRI) or `digestMultibase` (a sha2-256 multihash). */
function digestMatches(entry: JsonObject, bytes: Uint8Array): boolean {
  const hash = sha256(bytes)
  const { digestSRI, digestMultibase } = entry
  if (typeof digestSRI === 'string' && digestSRI.split(/\s+/).includes(`sha256-${base64Encode(hash)}`)) return true
  if (typeof digestMultibase !== 'string') return false
  try {
    return equalBytes(multibaseDecode(digestMultibase), concatBytes(SHA2_256_MULTIHASH, hash))
  } catch {
    return false
  }
}

const SHA2_256_MULTIHASH = new Uint8Array([0x12, 0x20])
