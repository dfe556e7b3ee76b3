import { BadgeError } from '../errors.js'
import { concatBytes } from '../internal/bytes.js'
import { base64Encode, multibaseEncode } from '../internal/encoding.js'
import { isBytes } from '../internal/is-bytes.js'
import { asArray, isJsonObject } from '../internal/json.js'
import { sha2 } from '../internal/sha256.js'
import type { JsonObject, JsonValue } from '../types/json.js'

/** Multihash: the code of SHA-256, and its length. */
const SHA_256 = Uint8Array.of(0x12, 0x20)

/**
 * VCDM 2.0 §5.3: digests of the pictures and the evidence that a credential names, as `relatedResource`, where they are
 * signed with it. (The class Image takes no further members, so that they cannot be there.)
 *
 * @throws BadgeError `ERR_ARGUMENT_INVALID` for a URL that the credential does not name, or that has a digest already
 */
export function withDigests(
  credential: JsonObject,
  resources: Readonly<Record<string, Uint8Array>> | undefined,
): JsonObject {
  const given = Object.entries(resources ?? {})
  if (given.length === 0) return credential
  const named = resourceIds(credential)
  const known = asArray<JsonValue>(credential.relatedResource)
  const entries = given.map(([id, bytes]) => {
    if (!isBytes(bytes)) throw refused(`The content of ${id.slice(0, 200)} must be its bytes, a Uint8Array.`)
    if (!named.has(id)) throw refused(`Neither a picture nor evidence of the badge has the id ${id.slice(0, 200)}.`)
    if (known.some((entry) => isJsonObject(entry) && entry.id === id)) {
      throw refused(`The draft has a digest of ${id.slice(0, 200)} already.`)
    }
    return {
      id,
      digestSRI: `sha384-${base64Encode(sha2.sha384(bytes))}`,
      digestMultibase: multibaseEncode(concatBytes(SHA_256, sha2.sha256(bytes))),
    }
  })
  return { ...credential, relatedResource: [...known, ...entries] }
}

function resourceIds({ image, evidence, credentialSubject }: JsonObject): ReadonlySet<JsonValue | undefined> {
  const subject = isJsonObject(credentialSubject) ? credentialSubject : {}
  const achievement = isJsonObject(subject.achievement) ? subject.achievement : {}
  const parts = [image, subject.image, achievement.image, ...asArray<JsonValue>(evidence)]
  return new Set(parts.filter(isJsonObject).map(({ id }) => id))
}

const refused = (message: string): BadgeError => new BadgeError('ERR_ARGUMENT_INVALID', `\`resources\`: ${message}`)
