/** SVG as far as baking needs it: where credentials are and go. Open Badges 3.0 §5.3.2. */
import { BadgeError } from '../../errors.js'
import { utf8Decode, utf8Encode } from '../../internal/bytes.js'
import { fileLimits } from '../../internal/file-limits.js'
import { isUtf16 } from '../shared/detect.js'
import type { ContainerFormat, Slot } from '../shared/format.js'
import { ob3Place, places } from '../shared/standards.js'
import { endOfBlanks, NONCHARACTERS, startOfBlanks } from '../xml/chars.js'
import { declaredPrefix } from '../xml/names.js'
import { scanXml, type XmlTag } from '../xml/scan.js'
import { attributeValue, textValue } from '../xml/text.js'

const SVG_NAMESPACE = 'http://www.w3.org/2000/svg'
/** The prefix that the specification writes; some readers look for it instead of the namespace. */
const PREFIX = 'openbadges'
const NAME = `${PREFIX}:${ob3Place.element}`

export const svg = { open: openSvg, unwritable: NONCHARACTERS } satisfies ContainerFormat

/** Part of what a credential element says. */
interface Piece {
  readonly text: string
  readonly isCdata: boolean
}

interface CredentialElement {
  readonly tag: XmlTag
  readonly place: (typeof places)[number]
  readonly pieces: Piece[]
  /** How many `<svg>` it is in: what belongs to a picture within the picture comes last. */
  readonly svgs: number
  /** The end tag. */
  closeStart: number
  end: number
}

interface Layout {
  readonly text: string
  readonly root: XmlTag
  readonly rootCloseStart: number
  readonly rootEnd: number
  readonly credentials: readonly CredentialElement[]
}

function openSvg(image: Uint8Array) {
  const { text: picture, isAscii } = decode(image)
  const layout = layOut(picture)
  return {
    slots: [...layout.credentials].sort((one, other) => one.svgs - other.svgs).map(slotOf),
    insert: (text: string) => utf8Encode(insert(layout, text, isAscii)),
    strip: () => utf8Encode(strip(layout)),
  }
}

/** An XML declaration is some fifty characters; blanks may be among them. */
const DECLARATION_BYTES = 4096
const XML_ENCODING = /^(?:\u00ef\u00bb\u00bf)?<\?xml\s[^>]*?\sencoding\s*=\s*["']([\w.-]+)["']/

/** Text in JavaScript and in UTF-8 correspond one to one, so that splicing the text splices the bytes. */
function decode(image: Uint8Array): { readonly text: string; readonly isAscii: boolean } {
  if (image.length > fileLimits.svgBytes) {
    throw new BadgeError('ERR_LIMIT_EXCEEDED', `An SVG may have at most ${fileLimits.svgBytes} bytes; this has more.`)
  }
  const head = String.fromCharCode(...image.subarray(0, DECLARATION_BYTES))
  if (/^(?:\u00ef\u00bb\u00bf)?<\?xml\s/.test(head) && !head.includes('?>')) {
    throw new BadgeError('ERR_IMAGE_CORRUPT', 'The XML declaration of the SVG does not end.')
  }
  const encoding = isUtf16(image) ? 'UTF-16' : XML_ENCODING.exec(head)?.[1]
  // US-ASCII is UTF-8 in which nothing else may be written.
  const isAscii = encoding !== undefined && /^(?:us-)?ascii$/i.test(encoding)
  if (isAscii && image.some((byte) => byte > 0x7f)) {
    throw new BadgeError('ERR_IMAGE_CORRUPT', `The SVG says that it is in ${encoding}, and it is not.`)
  }
  if (encoding !== undefined && !isAscii && encoding.toLowerCase() !== 'utf-8') {
    throw new BadgeError(
      'ERR_FORMAT_UNKNOWN',
      `Only SVG in UTF-8 is read, and this is in ${encoding}; save it as UTF-8.`,
    )
  }
  try {
    return { text: utf8Decode(image), isAscii }
  } catch (cause) {
    throw new BadgeError('ERR_IMAGE_CORRUPT', 'The SVG is not UTF-8 text.', { cause })
  }
}

function layOut(text: string): Layout {
  const credentials: CredentialElement[] = []
  let rootClose = { start: 0, end: 0 }
  let current: CredentialElement | undefined
  const svgs: number[] = []
  const root = scanXml(text, {
    open(tag) {
      if (tag.depth === 1) assertSvg(tag)
      while ((svgs.at(-1) ?? 0) >= tag.depth) svgs.pop()
      const place = current === undefined ? placeOf(tag) : undefined
      if (place !== undefined) current = { tag, place, pieces: [], svgs: svgs.length, closeStart: 0, end: 0 }
      if (isSvg(tag)) svgs.push(tag.depth)
    },
    close(depth, start, end) {
      if (current?.tag.depth === depth) {
        current.closeStart = start
        current.end = end
        credentials.push(current)
        current = undefined
      }
      if (depth === 1) rootClose = { start, end }
    },
    text(start, end, isCdata) {
      current?.pieces.push({ text: textValue(text.slice(start, end), isCdata), isCdata })
    },
  })
  return { text, root, rootCloseStart: rootClose.start, rootEnd: rootClose.end, credentials }
}

/** The SVG DTD gives `<svg>` its namespace by default, so that one without any is an SVG as well. */
function assertSvg(tag: XmlTag): void {
  if (isSvg(tag)) return
  throw new BadgeError('ERR_FORMAT_UNKNOWN', 'The root element of the XML is not that of an SVG.')
}

const isSvg = ({ local, namespace }: XmlTag): boolean =>
  local === 'svg' && (namespace === SVG_NAMESPACE || namespace === '')

const placeOf = (tag: XmlTag): (typeof places)[number] | undefined =>
  places.find(({ namespace, element }) => tag.local === element && tag.namespace === namespace)

function slotOf({ tag, place, pieces }: CredentialElement): Slot {
  const attribute = tag.attributes.find(({ name }) => name === 'verify')
  const verify = trim(attribute === undefined ? '' : attributeValue(attribute.raw))
  const body = bodyText(pieces)
  const hasBoth = verify !== '' && body !== ''
  // Open Badges 3 and CLR say that a JWS is in the attribute; before, the attribute could be a link next to the badge.
  const [first, second] = place.standard === 'ob2' ? [body, verify] : [verify, body]
  return {
    standard: place.standard,
    findings: hasBoth ? ['two-forms'] : [],
    async read() {
      return first === '' ? second : first
    },
  }
}

/** All text in the element. Blanks at either end that are outside CDATA are layout. */
function bodyText(pieces: readonly Piece[]): string {
  let first = 0
  let last = pieces.length - 1
  const texts = pieces.map(({ text }) => text)
  for (; first <= last && !pieces[first]?.isCdata; first++) {
    const text = texts[first] as string
    texts[first] = text.slice(endOfBlanks(text, 0))
    if (texts[first] !== '') break
  }
  for (; last >= first && !pieces[last]?.isCdata; last--) {
    const text = texts[last] as string
    texts[last] = text.slice(0, startOfBlanks(text, text.length))
    if (texts[last] !== '') break
  }
  return texts.join('')
}

const trim = (text: string): string => text.slice(endOfBlanks(text, 0), startOfBlanks(text, text.length))

/*
 * Baking touches the root element in up to two ways, and stripping must know which of them, to give the original
 * back to the byte. So the credential element, which is all ours, says it:
 * - It declares its namespace itself when, and only when, the root had bound the prefix already (to whatever).
 *   Otherwise the root has our declaration, after its last attribute.
 * - Its end tag has a blank before `>` when, and only when, the root was an empty-element tag.
 */
const DECLARATION = ` xmlns:${PREFIX}="${ob3Place.namespace}"`

function insert({ text, root }: Layout, credential: string, isAscii: boolean): string {
  const isBound = root.attributes.some((attribute) => declaredPrefix(attribute) === PREFIX)
  const isJson = credential.trimStart().startsWith('{')
  const element = [
    `<${NAME}${isBound ? DECLARATION : ''}${isJson ? '' : ` verify="${credential}"`}>`,
    isJson ? cdata(credential, isAscii ? NOT_ASCII : TURNED) : '',
    `</${NAME}${root.isEmpty ? ' ' : ''}>`,
  ].join('')
  return [
    text.slice(0, root.attributesEnd),
    isBound ? '' : DECLARATION,
    root.isEmpty ? `${text.slice(root.attributesEnd, root.end - 2)}>` : text.slice(root.attributesEnd, root.end),
    element,
    root.isEmpty ? `</${root.name}>` : '',
    text.slice(root.end),
  ].join('')
}

/**
 * Exactly this text, for every XML reader: the end mark of a section is split over two sections, and what readers
 * would turn into a line feed (a carriage return; two more characters for those that follow XML 1.1) is written as a
 * reference between two, as is what the file cannot write.
 */
const cdata = (text: string, referred: RegExp): string => {
  const split = text.replaceAll(']]>', ']]]]><![CDATA[>')
  return `<![CDATA[${split.replace(referred, (char) => `]]>&#${char.codePointAt(0)};<![CDATA[`)}]]>`
}

const TURNED = /[\r\u0085\u2028]/g
const NOT_ASCII = /[\r\u0080-\u{10ffff}]/gu

interface Edit {
  readonly start: number
  readonly end: number
  readonly to: string
}

function strip(layout: Layout): string {
  const { text, credentials } = layout
  const removals = credentials.map(({ tag, end }): Edit => ({ start: tag.start, end, to: '' }))
  const [first] = credentials
  if (first === undefined || first.tag.start !== layout.root.end) return apply(text, removals)

  const declaration = ourDeclaration(layout, first)
  const closing = reopenedRoot(layout, first)
  const rest = closing === undefined ? removals : [...closing]
  if (declaration === undefined) return apply(text, rest)
  const without = apply(text, [declaration, ...rest])
  // Another tool may have put the declaration there for more than the credential.
  return isWellFormed(without) ? without : apply(text, rest)
}

/** The root's declaration, if it looks as ours does and the credential at the top relies on it. */
function ourDeclaration({ text, root }: Layout, { tag, place }: CredentialElement): Edit | undefined {
  const declaration = ` xmlns:${PREFIX}="${place.namespace}"`
  const start = root.attributesEnd - declaration.length
  const isOurs =
    tag.prefix === PREFIX &&
    text.startsWith(declaration, start) &&
    !tag.attributes.some((attribute) => declaredPrefix(attribute) === PREFIX)
  return isOurs ? { start, end: root.attributesEnd, to: '' } : undefined
}

/** Edits that make an empty-element tag of the root again, if it was one and the credential is all that is in it. */
function reopenedRoot(
  { text, root, rootCloseStart, rootEnd }: Layout,
  { closeStart, end }: CredentialElement,
): readonly Edit[] | undefined {
  const isMarked = text.startsWith(`</${NAME} >`, closeStart) && end === rootCloseStart
  return isMarked ? [{ start: root.end - 1, end: rootEnd, to: '/>' }] : undefined
}

function apply(text: string, edits: readonly Edit[]): string {
  const parts: string[] = []
  let from = 0
  for (const { start, end, to } of edits) {
    parts.push(text.slice(from, start), to)
    from = end
  }
  parts.push(text.slice(from))
  return parts.join('')
}

function isWellFormed(text: string): boolean {
  try {
    layOut(text)
    return true
  } catch {
    return false
  }
}
