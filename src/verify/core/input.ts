import { type FoundBadge, openBadge1, readBadge, sourceOf } from '../../container/read/index.js'
import { BadgeError, isBadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { isJsonObject } from '../../internal/json.js'
import { problem } from '../../internal/problems.js'
import {
  type CompactJws,
  type DecodedJwt,
  decodeJwt,
  isEnvelope,
  openEnvelope,
  parseCompactJws,
} from '../../proof/index.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { Problem, VerificationResult } from '../../types/verification.js'
import { isOpenBadge1, isOpenBadge2 } from './detect.js'

/** What was handed in, read as far as it could be. */
export interface ReadInput {
  readonly source: VerificationResult['source']
  readonly document?: JsonObject
  /** The JWT, where the credential came as one; `document` is the credential that it claims to carry. */
  readonly jwt?: DecodedJwt
  /** Set for a badge of Open Badges 2.0, with the JWS that it came in, if it did. */
  readonly ob2?: { readonly jws?: CompactJws }
  /** The address of a hosted badge, where that is all that was handed in. */
  readonly link?: string
  /** Whether `problems` say only that nothing can be told: it is out of reach, or of a format that is not read. */
  readonly undecided?: boolean
  /** The image that the credential was baked into. */
  readonly image?: Uint8Array
  readonly problems: readonly Problem[]
  readonly warnings: readonly Problem[]
}

/** Reads a badge in whatever form, as far as it can be read. Never throws. */
export async function readInput(input: unknown): Promise<ReadInput> {
  const warnings: Problem[] = []
  try {
    // Anyone who could not even read a file hands over why, and gets it back as a result like any other.
    if (isBadgeError(input)) throw input
    const { source, badge, findings, image } = await readBadge(input)
    warnings.push(...findings.map(({ detail }) => problem('ERR_IMAGE_CORRUPT', detail)))
    return { source, problems: [], warnings, ...contentOf(badge), ...defined({ image }) }
  } catch (error) {
    return { source: isBadgeError(input) ? 'unknown' : sourceOf(input), ...unread(error), warnings }
  }
}

/** Why something could not be read. What is secured in a way that is not known here may be sound all the same. */
export function unread(error: unknown): Pick<ReadInput, 'problems' | 'undecided'> {
  if (!isBadgeError(error)) return { problems: [problem('ERR_INTERNAL', 'The input could not be read.')] }
  const problems = [problem(error.code, error.message, error.pointer)]
  return { problems, ...(error.code === 'ERR_SUITE_UNSUPPORTED' ? { undecided: true } : {}) }
}

type Content = Pick<ReadInput, 'document' | 'jwt' | 'ob2' | 'link'>

function contentOf(badge: FoundBadge): Content {
  switch (badge.kind) {
    case 'json':
      return fromJson(badge.json)
    case 'link':
      return { link: badge.link }
    case 'jws': {
      const jws = parseCompactJws(badge.jws)
      return isOpenBadge2(jws.payload) ? { document: jws.payload, ob2: { jws } } : fromJwt(decodeJwt(badge.jws))
    }
  }
}

const fromJwt = (jwt: DecodedJwt): Content => ({ jwt, document: jwt.credential })

/** A credential, or a JWT in the envelope that VCDM 2.0 §4.13 has for it. */
function fromJson(value: JsonValue): Content {
  const document = credentialObject(value)
  if (isEnvelope(document)) return fromJwt(decodeJwt(openEnvelope(document), 'vc+jwt'))
  if (typeof document.payload === 'string' && (document.signatures ?? document.signature) !== undefined) {
    throw new BadgeError('ERR_JWT_MALFORMED', 'A badge is a JWS in its compact form only (Open Badges 3.0 §8.2).')
  }
  if (isOpenBadge1(document)) {
    throw openBadge1()
  }
  return isOpenBadge2(document) ? { document, ob2: {} } : { document }
}

function credentialObject(value: JsonValue): JsonObject {
  if (!isJsonObject(value)) {
    throw new BadgeError('ERR_JSON_INVALID', 'A credential is a JSON object; this is another JSON value.')
  }
  return value
}
