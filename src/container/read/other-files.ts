import { looksLikeJws } from '../../badge/index.js'
import { utf8Decode } from '../../internal/bytes.js'
import { base64Decode } from '../../internal/encoding.js'

/** What something is that holds no badge as it is handed in. */
export interface Recognised {
  /** One sentence: what it is, and what to hand in. */
  readonly says: string
  readonly code: 'ERR_FORMAT_UNKNOWN' | 'ERR_JSON_INVALID' | 'ERR_JWT_MALFORMED' | 'ERR_SECRET_KEY'
}

const ASK = 'ask for the PNG, SVG or PDF, or for the badge as JSON'

const picture = (name: string): string =>
  `This is ${/^[AI]/.test(name) ? 'an' : 'a'} ${name} picture: it cannot hold a badge; ${ASK}.`
const archive = (name: string): string =>
  `This is ${name}: unpack it and hand in the badge (JSON, PNG, SVG or PDF) from it.`
const document = (name: string): string => `This is ${name}, not a badge; ${ASK}.`

/** Where a signature begins, the signature in Latin-1, and what it says. */
const signatures: readonly (readonly [offset: number, bytes: string, says: string])[] = [
  [0, '\xff\xd8\xff', picture('JPEG')],
  [0, 'GIF8', picture('GIF')],
  [8, 'WEBP', picture('WebP')],
  [4, 'ftypavif', picture('AVIF')],
  [4, 'ftypavis', picture('AVIF')],
  [4, 'ftyphei', picture('HEIC')],
  [4, 'ftyphev', picture('HEIC')],
  [4, 'ftypmif1', picture('HEIC')],
  [4, 'ftypmsf1', picture('HEIC')],
  [4, 'JXL ', picture('JPEG XL')],
  [4, 'jP  ', picture('JPEG 2000')],
  [0, 'BM', picture('BMP')],
  [0, 'II*\0', picture('TIFF')],
  [0, 'MM\0*', picture('TIFF')],
  [0, '\0\0\x01\0', picture('ICO')],
  [0, '8BPS', picture('Photoshop')],
  [0, '%!PS', document('a PostScript file (EPS or AI)')],
  [0, 'PK\x03\x04', archive('a ZIP archive')],
  [0, 'PK\x05\x06', 'This is an empty ZIP archive: it holds no badge.'],
  [0, '\x1f\x8b', archive('a gzip archive')],
  [0, '7z\xbc\xaf\x27\x1c', archive('a 7-Zip archive')],
  [0, 'Rar!', archive('a RAR archive')],
  [0, 'BZh', archive('a bzip2 archive')],
  [0, '\xfd7zXZ\0', archive('an XZ archive')],
  [0, '\x28\xb5\x2f\xfd', archive('a Zstandard archive')],
  [257, 'ustar', archive('a tar archive')],
  [0, '\xd0\xcf\x11\xe0', document('an old Office file (Word, Excel or an Outlook mail)')],
  [0, 'SQLite format 3', document('a database')],
  [0, '\0asm', document('a program')],
  [0, 'OggS', document('a sound file')],
  [0, '\0\x01\0\0', document('a font')],
  [0, 'OTTO', document('a font')],
  [0, 'wOFF', document('a font')],
  [0, 'wOF2', document('a font')],
  [0, 'bplist', document('a property list of an Apple program')],
  [4, 'ftyp', document('a video')],
  [0, '\x1a\x45\xdf\xa3', document('a video')],
  [0, 'ID3', document('a sound file')],
  [8, 'WAVE', document('a sound file')],
  [8, 'AVI ', document('a video')],
  [0, 'MZ', document('a Windows program')],
  [0, '\x7fELF', document('a program')],
]

/** Kinds of ZIP archives, by the names of what they hold. */
const zips: readonly (readonly [RegExp, string])[] = [
  [/word\//, document('a Word file (DOCX)')],
  [/xl\//, document('a spreadsheet (XLSX)')],
  [/ppt\//, document('a presentation of slides (PPTX)')],
  [/mimetypeapplication\/vnd\.oasis/, document('an OpenDocument file')],
  [/pass\.json/, document('a wallet pass (PKPASS)')],
]

const latin1 = new TextDecoder('latin1')

/** Recognises a file that is not one of a badge, by its first bytes and else by its text. */
export function recogniseFile(bytes: Uint8Array): Recognised | undefined {
  if (isSecretDer(latin1Of(bytes.subarray(0, DER_HEAD)))) return { says: SECRET, code: 'ERR_SECRET_KEY' }
  const says = sentenceOf(bytes)
  if (says !== undefined) return { says, code: 'ERR_FORMAT_UNKNOWN' }
  const text = textOf(bytes)
  return text === undefined ? undefined : recogniseText(text)
}

function sentenceOf(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0) return 'The file is empty.'
  if (bytes.subarray(0, HEAD).every((byte) => byte === 0))
    return 'The file holds nothing but zeros: it was not saved or copied to the end.'
  const head = latin1Of(bytes.subarray(0, 300))
  const found = signatures.find(([offset, signature]) => head.startsWith(signature, offset))
  if (found === undefined) return utf16Of(bytes)
  if (!head.startsWith('PK\x03\x04')) return found[2]
  const names = latin1Of(bytes.subarray(0, HEAD))
  return zips.find(([pattern]) => pattern.test(names))?.[1] ?? found[2]
}

const DER_HEAD = 64

/**
 * Secret keys in DER, one character for each byte: PKCS #8, PKCS #1, SEC 1 and PKCS #12 by their version and what
 * follows it, PKCS #8 with a password by its algorithm, and the key stores of Java.
 */
function isSecretDer(head: string): boolean {
  if (/^(?:\xfe\xed\xfe\xed|\xce\xce\xce\xce)/.test(head)) return true
  const [outer] = /^0(?:[ -\x80]|\x81.|\x82.{2}|\x83.{3})/s.exec(head) ?? []
  if (outer === undefined) return false
  const inside = head.slice(outer.length)
  return (
    ['\x02\x01\0\x30', '\x02\x01\x01\x30', '\x02\x01\x03\x30', '\x02\x01\0\x02', '\x02\x01\x01\x04'].some((start) =>
      inside.startsWith(start),
    ) || inside.startsWith('\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x05', 2)
  )
}

/** The same as base64 without the lines that PEM has around it. */
function isSecretBase64(text: string): boolean {
  if (!/^[A-Za-z0-9+/]{40}/.test(text) || !/^[A-Za-z0-9+/=\s]+$/.test(text)) return false
  return isSecretDer(latin1Of(base64Decode(text.slice(0, 40))))
}

/** One character for each byte; the decoder called latin1 is that of Windows-1252. */
const latin1Of = (bytes: Uint8Array): string => {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}

const HEAD = 4096

function utf16Of([first, second, third, fourth]: Uint8Array): string | undefined {
  const isMarked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  const isJson = (first === 0x7b && second === 0) || (first === 0 && second === 0x7b)
  const isUtf32 = isMarked && third === 0 && fourth === 0
  if (!isMarked && !isJson) return undefined
  return `The text is in ${isUtf32 ? 'UTF-32' : 'UTF-16'}: save it as UTF-8.`
}

function textOf(bytes: Uint8Array): string | undefined {
  const head = bytes.subarray(0, 1 << 16)
  try {
    return utf8Decode(bytes.length > head.length ? head.subarray(0, lastLetter(head)) : head).replace(/^\ufeff/, '')
  } catch {
    return head.includes(0) ? undefined : latin1.decode(head)
  }
}

/** Where no letter of UTF-8 is cut in two. */
function lastLetter(bytes: Uint8Array): number {
  let end = bytes.length
  while (end > 0 && ((bytes[end - 1] ?? 0) & 0xc0) === 0x80) end -= 1
  return Math.max(end - 1, 0)
}

/** Gets the whole text and its head: what could take long is tried on the head alone. */
type Rule = readonly [test: (text: string, head: string) => boolean, says: string, code?: Recognised['code']]

const pattern =
  (expression: RegExp) =>
  (_text: string, head: string): boolean =>
    expression.test(head)

/** One line that is an address. */
const ADDRESS = /^<?(?:https?:\/\/|www\.)[^\s<>"]+>?$/i

const SECRET =
  'This is a SECRET key, not a badge: hand it to nobody; if it has left your hands, replace it and revoke the old one.'

/** The first that fits counts. Every sentence says what it is and what to hand in; none quotes the text. */
const textRules: readonly Rule[] = [
  [pattern(/^\s*$/), 'The text is empty.', 'ERR_JSON_INVALID'],
  [pattern(/---- ?BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY|^PuTTY-User-Key-File-|^AGE-SECRET-KEY-/m), SECRET, 'ERR_SECRET_KEY'],
  [(_text, head) => isSecretBase64(head), SECRET, 'ERR_SECRET_KEY'],
  [pattern(/^(?:z3u2|z42t|z2fan|z82L)[1-9A-HJ-NP-Za-km-z]{40,90}$/), SECRET, 'ERR_SECRET_KEY'],
  [
    pattern(/---- ?BEGIN (?:[A-Z0-9]+ )*PUBLIC KEY|^(?:ssh-(?:ed25519|rsa)|ecdsa-sha2-\S+) AAAA/),
    'This is a public key, not a badge; hand in the badge.',
  ],
  [pattern(/^-----BEGIN PGP /), 'This is a message or signature of PGP, not a badge; hand in the badge.'],
  [pattern(/-----BEGIN CERTIFICATE-----/), 'This is an X.509 certificate, not a badge; hand in the badge.'],
  [
    (_text, text) => ADDRESS.test(text) && /\/claim|\/accept|\/offer|[#?&](?:t|token|claim)=/i.test(text),
    'This is the address (URL) of a claim link, not a badge: only its learner may open it; ask for the file.',
  ],
  [
    (_text, text) => ADDRESS.test(text) && /linkedin\.|twitter\.|facebook\.|x\.com/i.test(text),
    'This is the address (URL) of a page in a social network, not a badge; ask for the badge itself.',
  ],
  [
    pattern(ADDRESS),
    'This is an address (URL), not a badge: open the link and download the badge there, as JSON or picture.',
  ],
  [
    pattern(/^(?:openid-credential-offer|openid4vp|openid-vc|haip|mdoc|dccrequest|msprequest):/i),
    'This is a link for wallets, not a badge: open it with the wallet, and hand in the badge from there.',
  ],
  [pattern(/^data:/i), 'This is a data: URL: decode what follows the comma (often base64) and hand that in.'],
  [pattern(/^did:[a-z0-9]+:\S+$/i), 'This is a DID, the name of an issuer or learner, not a badge; hand in the badge.'],
  [pattern(/^mailto:|^[^\s@]+@[^\s@]+\.[^\s@]+$/i), 'This is an e-mail address, not a badge; hand in the badge.'],
  [
    pattern(/^(?:urn:uuid:)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i),
    'This is the id of a badge, not the badge; hand in the file.',
  ],
  [
    pattern(/^[\w .()/\\:~-]+\.(?:json|png|svg|pdf|jwt|jsonld|jpe?g|gif|webp|zip|html?|eml|msg|csv|txt|docx?|xlsx?)$/i),
    'This is the name of a file; hand in what the file holds.',
  ],
  [
    pattern(/^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?::\d+)?\/\S*$/i),
    'This is an address (URL), not a badge: open the link and download the badge there, as JSON or picture.',
  ],
  [
    pattern(/^\[(?:InternetShortcut|Desktop Entry)\]/i),
    'This is a shortcut to an address (a link), not a badge: open it and download the badge there.',
  ],
  [
    pattern(/^(?:authorization:\s*)?bearer\s+\S/i),
    'There is "Bearer" before the JWT: hand in the JWT alone.',
    'ERR_JWT_MALFORMED',
  ],
  [
    (text) => /^(["'])e[wy].*\1$/.test(text) && looksLikeJws(text.slice(1, -1)),
    'The JWT is in quotation marks: hand it in without them.',
    'ERR_JWT_MALFORMED',
  ],
  [
    (text) => /^e[wy][\w-]*[.\s]/.test(text) && /\s/.test(text) && looksLikeJws(text.replace(/\s+/g, '')),
    'This is a JWT with line breaks or spaces in it: hand it in as one line.',
    'ERR_JWT_MALFORMED',
  ],
  [
    (text) => /^e[wy]/.test(text) && text.split('.').filter(Boolean).length === 2 && looksLikeJws(`${text}.x`),
    'This is a JWT of two parts where there must be three: the signature is missing.',
    'ERR_JWT_MALFORMED',
  ],
  [pattern(/^(?:%7B|%5B|%22)/i), 'The text is written as in a URL (%7B…): decode it and hand in the JSON.'],
  [pattern(/^\{\\rtf/), document('a Word file (RTF)')],
  [
    pattern(/^&(?:quot|#123|lbrace);/),
    'The text is written as in HTML (&quot;): decode it and hand in the JSON.',
    'ERR_JSON_INVALID',
  ],
  [(_text, head) => isBase64(head), 'The text is base64: decode it and hand in what comes out.', 'ERR_JSON_INVALID'],
  [pattern(/^```|^~~~/), 'This is a Markdown fence (```) around the badge: hand in the lines between the fences.'],
  [
    pattern(/^<!doctype html|^<html|^<(?:head|body|div|p|script|a|img|title|meta)[\s>]/i),
    'This is a web page (HTML), not a badge: download the badge from the page, as JSON or picture.',
  ],
  [
    pattern(/^<\?xml[\s\S]*<plist|^<plist/i),
    'This is a shortcut or property list of an Apple program, not a badge: open the link in it and download the badge.',
  ],
  [pattern(/^<(?:\?xml|[A-Za-z!])/), 'This is XML, not a badge; ask for the badge as SVG, PNG or JSON.'],
  [
    pattern(
      /^(?:(?:From|Received|Return-Path|Delivered-To|MIME-Version|Message-ID|X-[\w-]+|Date|To|Subject|Content-Type):|From )[\s\S]*\n/i,
    ),
    'This is a mail (EML): save its attachment, or open its link, and hand in the badge.',
  ],
  [pattern(/^HTTP\/\d/), 'This is an answer of a web server with its headers: hand in what follows the empty line.'],
  [pattern(/^BEGIN:V(?:CALENDAR|CARD)/i), 'This is a calendar entry or address card, not a badge; hand in the badge.'],
  [
    pattern(/^\[object Object\]$|^(?:undefined|null|NaN)$/),
    'A program wrote an object as text and lost what it held: hand in its JSON.',
  ],
  [pattern(/^curl\s/), 'This is a command, not a badge; hand in what it answers.'],
  [
    (_text, text) =>
      !/^["'\d-]/.test(text) && /[{[]\s*["“']/.test(text) && text.search(/[{[]/) > 0 && /[}\]]/.test(text),
    'There is text before the JSON: hand in the part from its first brace to its last.',
    'ERR_JSON_INVALID',
  ],
  [(_text, head) => isTable(head), 'This is a table (CSV), not a badge; hand in one badge.'],
  [
    pattern(/^(?:---\s*\n|["']?@?[\w-]+["']?:\s+\S[\s\S]*\n\s*["']?@?[\w-]+["']?:)/),
    'This is YAML, not JSON; ask for the badge as JSON.',
  ],
]

const BASE64_STARTS = /^(?:eyJ|ewog|ewkg|ew0K|W3si|WwogI|iVBORw0KGgo|JVBERi0|PHN2Z|PD94bWw|ZXlK|77u\/)/

function isBase64(text: string): boolean {
  return BASE64_STARTS.test(text) && /^[\w+/=\s-]+$/.test(text)
}

const SEPARATORS = [...',;\t']

/** At least two lines with the same number of separators, the first of them a header. */
function isTable(text: string): boolean {
  const [first = '', second] = text.split(/\r?\n/, 2)
  if (second === undefined || /^[{[<]/.test(first)) return false
  return SEPARATORS.some((separator) => {
    const cells = first.split(separator).length
    return cells > 1 && second.split(separator).length === cells
  })
}

/** Recognises text that is not a badge as it is. Tells nothing of JSON that merely has a fault. */
export function recogniseText(given: string): Recognised | undefined {
  const text = given.replace(/^\ufeff/, '').trim()
  if (/^[{[]/.test(text) && !/^\[(?:InternetShortcut|Desktop Entry|object )|^\{\\rtf/i.test(text)) return undefined
  const head = text.slice(0, HEAD)
  const found = textRules.find(([test]) => test(text, head))
  return found && { says: found[1], code: found[2] ?? 'ERR_FORMAT_UNKNOWN' }
}
