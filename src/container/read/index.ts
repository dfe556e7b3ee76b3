/** The one reader of a badge in whatever form it comes. Nothing of what it finds is verified. */
import { looksLikeJws } from '../../badge/index.js'
import { BadgeError } from '../../errors.js'
import { utf8Decode, utf8Encode } from '../../internal/bytes.js'
import { isBytes } from '../../internal/is-bytes.js'
import { copyJson, isJsonObject, parseJson } from '../../internal/json.js'
import { later } from '../../internal/later.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { VerificationResult } from '../../types/verification.js'
import { detectFormat } from '../shared/detect.js'
import type { BakedFormat, BakeFinding } from '../shared/types.js'
import type { Recognised } from './other-files.js'

/** What was found: the text of a JWS, a JSON value, or for Open Badges 1 the address of the badge. */
export type FoundBadge =
  | { readonly kind: 'jws'; readonly jws: string }
  | { readonly kind: 'json'; readonly json: JsonValue }
  | { readonly kind: 'link'; readonly link: string }

/** A badge as it was found, and what else is to know. */
export interface ReadBadge {
  readonly source: VerificationResult['source']
  readonly badge: FoundBadge
  /** What is unusual about how a file holds it. */
  readonly findings: readonly BakeFinding[]
  /** The picture that it was baked into. */
  readonly image?: Uint8Array
}

/** In which form something comes, also where {@link readBadge} finds no badge in it. */
export function sourceOf(input: unknown): VerificationResult['source'] {
  if (isBytes(input)) return detectFormat(input)
  if (typeof input !== 'string') return 'object'
  return isMarkup(input) ? detectFormat(utf8Encode(input)) : kindOf(input)
}

/**
 * Reads a badge: an object; text that is JSON, a JWT or an SVG; or the bytes of a PNG, SVG, PDF, JSON or JWT. A JWS is
 * whatever means to be one: taking it apart says what is wrong with it.
 *
 * @throws BadgeError `ERR_FORMAT_UNKNOWN`, `ERR_BAKE_NOTHING_BAKED`, `ERR_JSON_*`, `ERR_LIMIT_EXCEEDED`, and what
 * `extractCredential` throws for a damaged file
 */
export async function readBadge(input: unknown): Promise<ReadBadge> {
  if (isBytes(input)) return readFile(input)
  if (typeof input !== 'string') {
    return { source: 'object', badge: { kind: 'json', json: copyJson(input) }, findings: [] }
  }
  if (isMarkup(input)) return readFile(utf8Encode(input))
  // A program that reads a file as text keeps the mark that editors put before it.
  return { source: kindOf(input), badge: await readText(input.replace(BOM, '')), findings: [] }
}

/**
 * Like {@link readBadge}, for what takes a credential only: the JSON object, or the text of the JWS.
 *
 * @throws BadgeError what `readBadge` throws, and `ERR_FORMAT_UNKNOWN` for the address that Open Badges 1 baked
 */
export async function readCredential(input: unknown): Promise<JsonObject | string> {
  const { badge } = await readBadge(input)
  switch (badge.kind) {
    case 'jws':
      return badge.jws
    case 'json':
      if (!isJsonObject(badge.json)) throw new BadgeError('ERR_JSON_INVALID', 'A credential is a JSON object.')
      return badge.json
    default:
      throw openBadge1()
  }
}

/** Such a badge is an address, or has other members: there is no credential in it. */
export const openBadge1 = (): BadgeError =>
  new BadgeError('ERR_FORMAT_UNKNOWN', 'Badges of Open Badges 1 are not read; ask the issuer for a newer one.')

const isMarkup = (text: string): boolean => text.trimStart().startsWith('<')
/** What recognises other files than badges loads when something does not begin as a badge does. */
const others = /* @__PURE__ */ later(() => import('./other-files.js'))
const otherFile = async (bytes: Uint8Array): Promise<Recognised | undefined> => (await others()).recogniseFile(bytes)

/** Names of hosts and files have dots too; a header is an object, which begins otherwise. */
const mayBeOther = (text: string): boolean => (looksLikeJws(text) ? !/^e[wy]/.test(text) : !/^\s*\{\s*"/.test(text))
const kindOf = (text: string): 'jwt' | 'json' => (looksLikeJws(text.trim()) ? 'jwt' : 'json')

async function readFile(bytes: Uint8Array): Promise<ReadBadge> {
  const format = detectFormat(bytes)
  switch (format) {
    case 'png':
    case 'svg':
    case 'pdf':
      return readContainer(bytes, format)
    case 'json':
    case 'jwt': {
      // UTF-16 without its mark is valid UTF-8 as well, with zeros between the letters.
      const other = bytes.subarray(0, 2).includes(0) ? await otherFile(bytes) : undefined
      if (other !== undefined) throw new BadgeError('ERR_JSON_INVALID', other.says)
      return { source: format, badge: await readText(await utf8Text(bytes)), findings: [] }
    }
    default: {
      const other = await otherFile(bytes)
      if (other !== undefined) throw new BadgeError(other.code, other.says)
      throw new BadgeError('ERR_FORMAT_UNKNOWN', 'Unrecognised format: expected PNG, SVG, PDF, JSON or a compact JWS.')
    }
  }
}

/** What opens pictures and PDF files loads when one is met. */
const containers = /* @__PURE__ */ later(() => import('../index.js'))

async function readContainer(bytes: Uint8Array, source: BakedFormat): Promise<ReadBadge> {
  const { readBaked } = await containers()
  const baked = await readBaked(bytes)
  if (baked === null) {
    const { whyNothing } = await import('./nothing-baked.js')
    throw new BadgeError('ERR_BAKE_NOTHING_BAKED', whyNothing(bytes, source))
  }
  const { standard, findings } = baked
  const text = baked.text.replace(BOM, '')
  if (text.trim() === '') {
    throw new BadgeError(
      'ERR_JSON_INVALID',
      'The place for the credential is empty: the program that baked it wrote nothing; ask for the badge again.',
    )
  }
  if (standard === 'ob1') return { source, badge: { kind: 'link', link: text.trim() }, findings: [], image: bytes }
  return { source, badge: await readText(text), findings, ...(source !== 'pdf' && { image: bytes }) }
}

const BOM = /^\ufeff/

/** The text of a file. Editors on Windows put a byte order mark before it, which is not part of the JSON. */
async function utf8Text(bytes: Uint8Array): Promise<string> {
  try {
    return utf8Decode(bytes).replace(BOM, '')
  } catch (cause) {
    const other = await otherFile(bytes)
    if (other !== undefined) throw new BadgeError('ERR_JSON_INVALID', other.says, { cause })
    throw new BadgeError(
      'ERR_JSON_INVALID',
      'The bytes are not UTF-8 text: the file was saved in another encoding, such as Windows-1252, or is damaged; save it as UTF-8.',
      { cause },
    )
  }
}

/** Where it is not JSON and why is looked for then only. */
async function readJson(text: string): Promise<JsonValue> {
  try {
    return parseJson(text)
  } catch {
    return (await jsonText()).parseJsonText(text)
  }
}

const jsonText = /* @__PURE__ */ later(() => import('../../internal/json-text.js'))

async function readText(text: string): Promise<FoundBadge> {
  const token = text.trim()
  const other = mayBeOther(token) ? (await others()).recogniseText(text) : undefined
  if (other === undefined && looksLikeJws(token)) return { kind: 'jws', jws: token }
  if (other !== undefined) throw new BadgeError(other.code, other.says)
  return { kind: 'json', json: await readJson(text) }
}
