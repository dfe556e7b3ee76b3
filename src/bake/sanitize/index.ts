import { BadgeError } from '../../errors.js'
import { utf8Decode, utf8Encode } from '../../internal/bytes.js'
import { limits } from '../../internal/limits.js'
import { detectFormat } from '../detect.js'
import { scanXml, type XmlAttribute, type XmlTag } from '../xml.js'
import { attributeValue, textValue } from '../xml-text.js'

const SVG = 'http://www.w3.org/2000/svg'
const XLINK = 'http://www.w3.org/1999/xlink'

/** Elements that only draw. Everything else goes, with what is in it. */
const ELEMENTS = new Set(
  `svg g defs title desc path rect circle ellipse line polyline polygon text tspan linearGradient radialGradient stop
  clipPath mask pattern marker symbol use image style filter feBlend feColorMatrix feComponentTransfer feComposite
  feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset`.split(
    /\s+/,
  ),
)

/** Elements whose text counts; elsewhere there are only blanks to lose. */
const TEXT_IN = new Set(['title', 'desc', 'text', 'tspan', 'style'])

const LOCAL_REFERENCE = /^#[^\s"'()<>&]{1,200}$/
const EMBEDDED_PICTURE = /^data:image\/(?:png|jpeg);base64,[A-Za-z0-9+/=\s]+$/

/**
 * The same picture with nothing in it that could run, load or lead anywhere: no scripts, event handlers, foreign
 * markup or animations, no references but to its own parts and to PNG and JPEG that it embeds, no style sheets that
 * import. Comments, document types and baked credentials go too. What is drawn stays.
 *
 * For pictures of strangers, before they reach a page or a renderer.
 *
 * @param image - the bytes of an SVG in UTF-8; never changed
 * @returns the bytes of a new SVG
 * @throws {@link BadgeError} `ERR_FORMAT_UNKNOWN` for anything else, `ERR_IMAGE_CORRUPT` and `ERR_IMAGE_UNSAFE` for what
 *   is not well formed or declares entities or refers to itself in a circle, `ERR_LIMIT_EXCEEDED` for what is too
 *   large, too deep, or grows too large where parts are used again and again
 *
 * @example
 * import { sanitizeSvg } from 'badgewright/cards'
 *
 * const hostile = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script><circle r="9"/></svg>'
 * const clean = await sanitizeSvg(new TextEncoder().encode(hostile))
 * console.log(new TextDecoder().decode(clean)) // <svg xmlns="http://www.w3.org/2000/svg"><circle r="9"/></svg>
 */
export async function sanitizeSvg(image: Uint8Array): Promise<Uint8Array> {
  if (image.length > limits.artBytes) {
    throw new BadgeError('ERR_LIMIT_EXCEEDED', `A drawing has at most ${limits.artBytes} bytes.`)
  }
  if (detectFormat(image) !== 'svg') throw new BadgeError('ERR_FORMAT_UNKNOWN', 'The picture is no SVG.')
  return utf8Encode(rewrite(decode(image)))
}

function decode(image: Uint8Array): string {
  try {
    return utf8Decode(image)
  } catch (cause) {
    throw new BadgeError('ERR_FORMAT_UNKNOWN', 'The SVG is not in UTF-8.', { cause })
  }
}

/** One element that stays: how much is in it, and what it uses. */
interface Part {
  readonly id: string | undefined
  readonly uses: string | undefined
  readonly children: Part[]
}

function rewrite(text: string): string {
  const out: string[] = []
  const open: { readonly tag: XmlTag; readonly part: Part }[] = []
  const root: Part = { id: undefined, uses: undefined, children: [] }
  let styleText = ''
  let skipDepth = 0
  let count = 0
  scanXml(text, {
    open(tag) {
      if (skipDepth > 0) return
      const isKept = tag.namespace === SVG && ELEMENTS.has(tag.local) && (tag.depth > 1 || tag.local === 'svg')
      if (!isKept) {
        skipDepth = tag.depth
        return
      }
      count += 1
      if (count > limits.artElements) {
        throw new BadgeError('ERR_LIMIT_EXCEEDED', `A drawing has at most ${limits.artElements} elements.`)
      }
      const attributes = tag.attributes.flatMap((attribute) => safeAttribute(tag, attribute))
      const part = { id: attributeOf(tag, 'id'), uses: referenceOf(tag), children: [] }
      ;(open.at(-1)?.part ?? root).children.push(part)
      open.push({ tag, part })
      const namespace =
        tag.depth > 1 ? [] : [`xmlns="${SVG}"`, ...(text.includes('xlink') ? [`xmlns:xlink="${XLINK}"`] : [])]
      out.push(`<${[tag.local, ...namespace, ...attributes].join(' ')}${tag.isEmpty ? '/>' : '>'}`)
      styleText = ''
    },
    close(depth) {
      if (skipDepth > 0) {
        if (depth === skipDepth) skipDepth = 0
        return
      }
      const { tag } = open.pop() ?? {}
      if (tag === undefined || tag.isEmpty) return
      if (tag.local === 'style' && isSafeStyle(styleText)) out.push(escapeText(styleText))
      out.push(`</${tag.local}>`)
    },
    text(start, end, isCdata) {
      const parent = open.at(-1)?.tag.local ?? ''
      if (skipDepth > 0 || !TEXT_IN.has(parent)) return
      const value = textValue(text.slice(start, end), isCdata)
      if (parent === 'style') styleText += value
      else out.push(escapeText(value))
    },
  })
  if (open.length > 0 || root.children.length === 0)
    throw new BadgeError('ERR_FORMAT_UNKNOWN', 'The picture is no SVG.')
  assertBounded(root)
  return out.join('')
}

function safeAttribute(tag: XmlTag, attribute: XmlAttribute): string[] {
  const { prefix, local } = attribute
  const value = attributeValue(attribute.raw)
  if (local === 'href') {
    if (prefix !== '' && prefix !== 'xlink') return []
    const isSafe = tag.local === 'image' ? EMBEDDED_PICTURE.test(value) : LOCAL_REFERENCE.test(value)
    return isSafe ? [`${prefix === '' ? 'href' : 'xlink:href'}="${escapeText(value)}"`] : []
  }
  // Other prefixes are of editors, or `xml:base`, which would change what references mean.
  if (prefix !== '' || local === 'xmlns' || /^on/i.test(local) || !isSafeStyle(value)) return []
  return [`${local}="${escapeText(value)}"`]
}

/** Whether CSS, or an attribute that may hold some, loads nothing: references only to parts of the same drawing. */
function isSafeStyle(css: string): boolean {
  const withoutLocal = css.replace(/url\(\s*(["']?)#[\w:.-]{1,200}\1\s*\)/gi, '')
  return !/url|@|\\|\/\*|expression|javascript|image\s*\(|image-set|src\s*\(|binding|behaviou?r/i.test(withoutLocal)
}

const escapeText = (text: string): string =>
  text.replace(/[&<>"\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`)

const attributeOf = (tag: XmlTag, name: string): string | undefined => {
  const raw = tag.attributes.find(({ prefix, local }) => prefix === '' && local === name)?.raw
  return raw === undefined ? undefined : attributeValue(raw)
}

function referenceOf(tag: XmlTag): string | undefined {
  const raw = tag.attributes.find(({ local }) => local === 'href')?.raw
  return raw === undefined || tag.local === 'image' ? undefined : attributeValue(raw).replace(/^#/, '')
}

/** Counts what would be drawn once every `use` is replaced by what it names. */
function assertBounded(root: Part): void {
  const byId = new Map<string, Part>()
  const register = (part: Part): void => {
    if (part.id !== undefined && !byId.has(part.id)) byId.set(part.id, part)
    part.children.forEach(register)
  }
  register(root)
  const sizes = new Map<Part, number>()
  const sizeOf = (part: Part): number => {
    const known = sizes.get(part)
    if (known !== undefined && known < 0) {
      throw new BadgeError('ERR_IMAGE_UNSAFE', 'The SVG uses a part of itself inside that part.')
    }
    if (known !== undefined) return known
    sizes.set(part, -1)
    const target = part.uses === undefined ? undefined : byId.get(part.uses)
    const size =
      1 + (target === undefined ? 0 : sizeOf(target)) + part.children.reduce((sum, child) => sum + sizeOf(child), 0)
    sizes.set(part, size)
    if (size > limits.artDrawn) {
      throw new BadgeError(
        'ERR_LIMIT_EXCEEDED',
        `A drawing shows at most ${limits.artDrawn} elements, those used again among them.`,
      )
    }
    return size
  }
  sizeOf(root)
}
