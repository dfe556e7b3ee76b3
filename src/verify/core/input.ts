import { looksLikeJws } from '../../badge/index.js'
import { detectFormat, readBaked } from '../../container/index.js'
import { BadgeError, isBadgeError } from '../../errors.js'
import { utf8Decode, utf8Encode } from '../../internal/bytes.js'
import { isBytes } from '../../internal/is-bytes.js'
import { copyJson, isJsonObject, parseJson } from '../../internal/json.js'
import { limits } from '../../internal/limits.js'
import { problem } from '../../internal/problems.js'
import {
  type CompactJws,
  type DecodedJwt,
  decodeJwt,
  isEnvelope,
  openEnvelope,
  parseCompactJws,
} from '../../proof/index.js'
import type { JsonObject } from '../../types/json.js'
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

/** Reads an object, JSON or JWT text, or the bytes of a PNG, SVG, JSON or JWT. Never throws. */
export async function readInput(input: unknown): Promise<ReadInput> {
  const source = isBytes(input) || isBadgeError(input) ? 'unknown' : 'object'
  const draft: { source: VerificationResult['source']; warnings: Problem[] } = { source, warnings: [] }
  try {
    return { problems: [], ...(await read(input, draft)), source: draft.source, warnings: draft.warnings }
  } catch (error) {
    return { source: draft.source, ...unread(error), warnings: draft.warnings }
  }
}

/** Why something could not be read. What is secured in a way that is not known here may be sound all the same. */
export function unread(error: unknown): Pick<ReadInput, 'problems' | 'undecided'> {
  if (!isBadgeError(error)) return { problems: [problem('ERR_INTERNAL', 'The input could not be read.')] }
  const problems = [problem(error.code, error.message, error.pointer)]
  return { problems, ...(error.code === 'ERR_SUITE_UNSUPPORTED' ? { undecided: true } : {}) }
}

type Content = Pick<ReadInput, 'document' | 'jwt' | 'image' | 'ob2' | 'link'>

async function read(
  input: unknown,
  draft: { source: VerificationResult['source']; warnings: Problem[] },
): Promise<Content> {
  if (typeof input === 'string') {
    return input.trimStart().startsWith('<') ? readBytes(utf8Encode(input), draft) : readText(input, draft)
  }
  // Whoever could not even read a file hands over why, and gets it back as a result like any other.
  if (isBadgeError(input)) throw input
  if (isBytes(input)) return readBytes(input, draft)
  return fromJson(copyJson(input))
}

async function readBytes(
  bytes: Uint8Array,
  draft: { source: VerificationResult['source']; warnings: Problem[] },
): Promise<Content> {
  const format = detectFormat(bytes)
  switch (format) {
    case 'png':
    case 'svg':
      draft.source = format
      return readImage(bytes, draft)
    case 'json':
    case 'jwt':
      draft.source = format
      return readText(utf8Text(bytes), draft)
    case 'pdf':
      draft.source = 'pdf'
      return readPdf(bytes, draft)
    default:
      if (isNearlyJwt(bytes)) {
        draft.source = 'jwt'
        return readText(utf8Text(bytes), draft)
      }
      throw new BadgeError('ERR_FORMAT_UNKNOWN', 'The bytes are no PNG, SVG, PDF, JSON or compact JWS.')
  }
}

/** Such as an SD-JWT or an encrypted JWT, of which there is more to say than that it is something else. */
function isNearlyJwt(bytes: Uint8Array): boolean {
  if (bytes.length > limits.jwtText) return false
  const text = new TextDecoder().decode(bytes).trim()
  return /^e[wy]/.test(text) && looksLikeJws(text)
}

async function readImage(
  image: Uint8Array,
  draft: { source: VerificationResult['source']; warnings: Problem[] },
): Promise<Content> {
  const source = draft.source
  const baked = await readBaked(image)
  if (baked === null) {
    throw new BadgeError(
      'ERR_BAKE_NOTHING_BAKED',
      'The image holds no credential; a network or phone may have stripped it. A QR code or address on the picture leads to the original.',
    )
  }
  if (baked.standard === 'ob1') return { link: baked.text.trim(), image }
  for (const finding of baked.findings) draft.warnings.push(problem('ERR_IMAGE_CORRUPT', finding.detail))
  const content = readText(baked.text, draft)
  draft.source = source
  return { ...content, image }
}

async function readPdf(
  pdf: Uint8Array,
  draft: { source: VerificationResult['source']; warnings: Problem[] },
): Promise<Content> {
  const { extractPdf } = await import('../../container/pdf/index.js')
  const text = await extractPdf(pdf)
  if (text === null) {
    throw new BadgeError(
      'ERR_BAKE_NOTHING_BAKED',
      'The PDF holds no credential; printing or converting it may have dropped the file. Ask for the original.',
    )
  }
  const content = readText(text, draft)
  draft.source = 'pdf'
  return content
}

/** The text of a file. Editors on Windows put a byte order mark before it, which is none of the JSON. */
function utf8Text(bytes: Uint8Array): string {
  try {
    return utf8Decode(bytes).replace(/^\ufeff/, '')
  } catch (cause) {
    throw new BadgeError('ERR_JSON_INVALID', 'The bytes are not UTF-8 text.', { cause })
  }
}

function readText(text: string, draft: { source: VerificationResult['source'] }): Content {
  const trimmed = text.trim()
  if (looksLikeJws(trimmed)) {
    draft.source = 'jwt'
    const jws = parseCompactJws(trimmed)
    return isOpenBadge2(jws.payload) ? { document: jws.payload, ob2: { jws } } : fromJwt(decodeJwt(trimmed))
  }
  draft.source = 'json'
  return fromJson(parseJson(text))
}

const fromJwt = (jwt: DecodedJwt): Content => ({ jwt, document: jwt.credential })

/** A credential, or a JWT in the envelope that VCDM 2.0 §4.13 has for it. */
function fromJson(value: unknown): Content {
  const document = credentialObject(value)
  if (isEnvelope(document)) return fromJwt(decodeJwt(openEnvelope(document), 'vc+jwt'))
  if (typeof document.payload === 'string' && (document.signatures ?? document.signature) !== undefined) {
    throw new BadgeError('ERR_JWT_MALFORMED', 'A badge is a JWS in its compact form only (Open Badges 3.0 §8.2).')
  }
  if (isOpenBadge1(document)) {
    throw new BadgeError('ERR_FORMAT_UNKNOWN', 'Badges of Open Badges 1 are not read; ask the issuer for a newer one.')
  }
  return isOpenBadge2(document) ? { document, ob2: {} } : { document }
}

function credentialObject(value: unknown): JsonObject {
  if (!isJsonObject(value)) {
    throw new BadgeError('ERR_JSON_INVALID', 'A credential is a JSON object; this is another JSON value.')
  }
  return value
}
