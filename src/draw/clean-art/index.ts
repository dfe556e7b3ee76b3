import { detectFormat } from '../../container/index.js'
import { attributeValue, scanXml, textValue, type XmlAttribute, type XmlTag } from '../../container/xml/index.js'
import { BadgeError } from '../../errors.js'
import { utf8Decode, utf8Encode } from '../../internal/bytes.js'
import { limits } from '../../internal/limits.js'
import { checkValue, needed } from '../../internal/options.js'

const SVG = 'http://www.w3.org/2000/svg'
const XLINK = 'http://www.w3.org/1999/xlink'

/** Elements that only draw. Everything else goes, with what is in it. */
const ELEMENTS = new Set(
  `svg g defs title desc path rect circle ellipse line polyline polygon text tspan linearGradient radialGradient stop
  clipPath mask pattern marker symbol use image style switch textPath filter feBlend feColorMatrix feComponentTransfer
  feComposite feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR
  feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile
  feTurbulence`.split(/\s+/),
)

/** What is drawn in a link stays, as a group that leads nowhere. */
const nameOf = ({ local }: XmlTag): string => (local === 'a' ? 'g' : local)

/** Elements whose text counts; elsewhere there are only blanks to lose. */
const TEXT_IN = new Set(['title', 'desc', 'text', 'tspan', 'textPath', 'style'])

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
  checkValue('image', image, needed('bytes'))
  if (image.length > limits.artBytes) {
    throw new BadgeError('ERR_LIMIT_EXCEEDED', `A drawing has at most ${limits.artBytes} bytes.`)
  }
  if (detectFormat(image) !== 'svg') throw new BadgeError('ERR_FORMAT_UNKNOWN', 'Unrecognised format: expected SVG.')
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
  /** Whether it paints flatly, however often it is named. */
  readonly isFlat: boolean
  readonly uses: readonly string[]
  readonly children: Part[]
}

function rewrite(text: string): string {
  const out: string[] = []
  const open: { readonly tag: XmlTag; readonly part: Part }[] = []
  const root: Part = { id: undefined, isFlat: false, uses: [], children: [] }
  let styleText = ''
  let skipDepth = 0
  let count = 0
  scanXml(text, {
    open(tag) {
      if (skipDepth > 0) return
      const isKept = tag.namespace === SVG && ELEMENTS.has(nameOf(tag)) && (tag.depth > 1 || tag.local === 'svg')
      if (!isKept) {
        skipDepth = tag.depth
        return
      }
      count += 1
      if (count > limits.artElements) {
        throw new BadgeError('ERR_LIMIT_EXCEEDED', `A drawing has at most ${limits.artElements} elements.`)
      }
      const attributes = tag.attributes.flatMap((attribute) => safeAttribute(tag, attribute))
      const part = {
        id: attributeOf(tag, 'id'),
        isFlat: /Gradient$/.test(tag.local),
        uses: referencesOf(tag),
        children: [],
      }
      ;(open.at(-1)?.part ?? root).children.push(part)
      open.push({ tag, part })
      const namespace =
        tag.depth > 1 ? [] : [`xmlns="${SVG}"`, ...(text.includes('xlink') ? [`xmlns:xlink="${XLINK}"`] : [])]
      out.push(`<${[nameOf(tag), ...namespace, ...attributes].join(' ')}${tag.isEmpty ? '/>' : '>'}`)
      styleText = ''
    },
    close(depth) {
      if (skipDepth > 0) {
        if (depth === skipDepth) skipDepth = 0
        return
      }
      const { tag } = open.pop() ?? {}
      if (tag === undefined || tag.isEmpty) return
      if (tag.local === 'style' && isSafeSheet(styleText)) out.push(escapeText(styleText))
      out.push(`</${nameOf(tag)}>`)
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
    throw new BadgeError('ERR_FORMAT_UNKNOWN', 'Unrecognised format: expected SVG.')
  assertBounded(root)
  return out.join('')
}

function safeAttribute(tag: XmlTag, attribute: XmlAttribute): string[] {
  const { prefix, local } = attribute
  const value = attributeValue(attribute.raw)
  if (local === 'href') {
    if ((prefix !== '' && prefix !== 'xlink') || tag.local === 'a') return []
    const isSafe = tag.local === 'image' ? EMBEDDED_PICTURE.test(value) : LOCAL_REFERENCE.test(value)
    return isSafe ? [`${prefix === '' ? 'href' : 'xlink:href'}="${escapeText(value)}"`] : []
  }
  // Other prefixes are of editors, or `xml:base`, which would change what references mean.
  if (prefix !== '' || local === 'xmlns' || /^on/i.test(local)) return []
  if (!NAMES.has(local) && !isSafeStyle(value)) return []
  return [`${local}="${escapeText(value)}"`]
}

/** Attributes that only name: nothing in them is a value of CSS. */
const NAMES = new Set(['id', 'class'])

const LOCAL_URL = /url\(\s*(["']?)#([\w:.-]{1,200})\1\s*\)/gi

/** Functions of CSS that load; escapes and comments, which could hide one; what old browsers run. */
const LOADING =
  /(?:url|image|image-set|cross-fade|element|paint|src|attr|expression)\s*\(|\\|\/\*|javascript\s*:|binding\s*:|behaviou?r\s*:/i

/** Whether an attribute, which may hold CSS, loads nothing: references only to parts of the same drawing. */
const isSafeStyle = (css: string): boolean => !LOADING.test(css.replace(LOCAL_URL, ''))

/** The same of a style sheet, which could import others. */
const isSafeSheet = (css: string): boolean => isSafeStyle(css) && !/@|<!--|\/\//.test(css)

const escapeText = (text: string): string =>
  text.replace(/[&<>"\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`)

const attributeOf = (tag: XmlTag, name: string): string | undefined => {
  const raw = tag.attributes.find(({ prefix, local }) => prefix === '' && local === name)?.raw
  return raw === undefined ? undefined : attributeValue(raw)
}

/** Ids of the parts that an element draws with: by `href`, or as its mask, clip, pattern, marker or filter. */
function referencesOf(tag: XmlTag): string[] {
  if (tag.local === 'image' || tag.local === 'a') return []
  return tag.attributes.flatMap(({ local, raw }) => {
    if (NAMES.has(local)) return []
    const value = attributeValue(raw)
    return local === 'href' ? [value.replace(/^#/, '')] : Array.from(value.matchAll(LOCAL_URL), ([, , id = '']) => id)
  })
}

/** How deep parts may use each other; renderers go as deep as that. */
const USED_DEPTH = 1000

/** Counts what would be drawn once every reference is replaced by what it names. */
function assertBounded(root: Part): void {
  const byId = new Map<string, Part>()
  const register = (part: Part): void => {
    if (part.id !== undefined && !byId.has(part.id)) byId.set(part.id, part)
    part.children.forEach(register)
  }
  register(root)
  const sizes = new Map<Part, number>()
  const sizeOf = (part: Part, depth: number): number => {
    if (depth > USED_DEPTH) {
      throw new BadgeError('ERR_LIMIT_EXCEEDED', `Parts of a drawing use each other at most ${USED_DEPTH} deep.`)
    }
    const known = sizes.get(part)
    if (known !== undefined && known < 0) {
      throw new BadgeError('ERR_IMAGE_UNSAFE', 'The SVG uses a part of itself inside that part.')
    }
    if (known !== undefined) return known
    sizes.set(part, -1)
    const targets = part.uses.flatMap((id) => byId.get(id) ?? []).filter(({ isFlat }) => part.isFlat || !isFlat)
    const size = [...targets, ...part.children].reduce((sum, other) => sum + sizeOf(other, depth + 1), 1)
    sizes.set(part, size)
    if (size > limits.artDrawn) {
      throw new BadgeError(
        'ERR_LIMIT_EXCEEDED',
        `A drawing shows at most ${limits.artDrawn} elements, those used again among them.`,
      )
    }
    return size
  }
  sizeOf(root, 0)
}
