import { readFileSync } from 'node:fs'
import { DOMParser, type Element } from '@xmldom/xmldom'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bakeImage } from '../../src/container/index.js'
import { sanitizeSvg } from '../../src/draw/clean-art/index.js'
import { codeOf } from '../support/codes.js'

const NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
const clean = async (body: string, root = '') =>
  new TextDecoder().decode(
    await sanitizeSvg(new TextEncoder().encode(`<svg ${NS} ${root}>${body}<circle r="9"/></svg>`)),
  )

/** Everything in an SVG that could run or load, found by another parser. */
function dangers(svg: string): string[] {
  const found: string[] = []
  const visit = (element: Element): void => {
    if (
      !/^(svg|g|defs|title|desc|path|rect|circle|text|textPath|style|use|image|symbol|filter|feFlood|switch)$/.test(
        element.localName ?? '',
      )
    )
      found.push(element.tagName)
    for (const { name, value } of Array.from(element.attributes)) {
      if (/^on/i.test(name) || /script|expression|@import/i.test(value)) found.push(name)
      if (/href/.test(name) && !/^#|^data:image\/(png|jpeg);base64,/.test(value)) found.push(`${name}=${value}`)
      if (/url\((?!\s*["']?#)/i.test(value)) found.push(value)
    }
    if (element.localName === 'style' && /@|url\((?!#)|\\/i.test(element.textContent ?? '')) found.push('style')
    for (const child of Array.from(element.childNodes)) if (child.nodeType === 1) visit(child as Element)
  }
  visit(new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement as Element)
  return found
}

const hostile = [
  '<script>alert(1)</script>',
  '<script xlink:href="https://evil.example/x.js"/>',
  '<g onclick="alert(1)"/>',
  '<g ONLOAD="alert(1)"/>',
  '<a xlink:href="javascript:alert(1)"><circle r="1"/></a>',
  '<image href="https://evil.example/x.png"/>',
  '<image xlink:href="/etc/passwd"/>',
  '<image href="file:///etc/passwd"/>',
  '<image href="data:image/svg+xml;base64,PHN2Zy8+"/>',
  '<image href="data:text/html,x"/>',
  '<use href="https://evil.example/x.svg#a"/>',
  '<use href="data:image/svg+xml,x#a"/>',
  '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><iframe src="https://evil.example"/></body></foreignObject>',
  '<iframe xmlns="http://www.w3.org/1999/xhtml" src="https://evil.example"/>',
  '<animate attributeName="href" to="javascript:alert(1)"/>',
  '<set attributeName="onclick" to="alert(1)"/>',
  '<style>@import url(https://evil.example/x.css);</style>',
  '<style>circle{fill:u\\72l(https://evil.example)}</style>',
  '<style><![CDATA[circle{background:url("https://evil.example")}]]></style>',
  '<style>circle{background:/**/u/**/rl(https://evil.example)}</style>',
  '<rect style="fill:url(https://evil.example/#a)"/>',
  '<rect fill="url(https://evil.example/#a)"/>',
  '<rect filter="&#117;rl(https://evil.example/#a)"/>',
  '<filter><feImage href="https://evil.example/x.png"/></filter>',
  '<handler xmlns="http://www.w3.org/2001/xml-events">alert(1)</handler>',
  '<x:script xmlns:x="http://www.w3.org/2000/svg">alert(1)</x:script>',
  '<?xml-stylesheet href="https://evil.example/x.css"?>',
  '<g xml:base="https://evil.example/"><use href="#a"/></g>',
  '<use xmlns:y="http://www.w3.org/1999/xlink" y:href="https://evil.example/#a"/>',
  '<image xmlns:xlink="urn:other" xlink:href="/etc/passwd"/>',
  '<SCRIPT>alert(1)</SCRIPT>',
  '<use href="&#10;javascript:alert(1)"/>',
  '<use href="\tjava\nscript:alert(1)"/>',
  '<rect fill="ur&#x6c;( &#10;//evil.example)"/>',
  '<rect STYLE="fill:URL(//evil.example)" FILL="Url(//evil.example)"/>',
  '<rect mask="image-set(&quot;https://evil.example/x&quot; 1x)"/>',
  '<rect style="mask:cross-fade(&quot;https://evil.example/x&quot; 50%)"/>',
  '<rect style="-moz-binding:u\\rl(https://evil.example)"/>',
  '<style>a{b:cross-fade("https://evil.example/x" 50%)}</style>',
  '<style>a{b:src("https://evil.example/x")}</style>',
  '<style>a{b:image("https://evil.example/x")}</style>',
  '<style>a{b:url(#a),url("https://evil.example/x")}</style>',
  '<style>:root{--a:"https://evil.example/x"}a{b:image-set(var(--a) 1x)}</style>',
  '<style>&lt;!-- @import "https://evil.example/x"; --></style>',
  '<style>@imp<g/>ort url(https://evil.example)</style>',
  '<style>@imp<![CDATA[ort url(https://evil.example)]]></style>',
  '<image href="DATA:image/png;base64,evil"/>',
  '<image href="data:image/png;charset=evil;base64,AAAA"/>',
  '<image href="data:image/svg+xml;utf8,&lt;svg onload=alert(1)>"/>',
  '<image href="\\\\evil.example\\x.png"/>',
  '<textPath href="https://evil.example/#a">x</textPath>',
  '<switch><foreignObject><p xmlns="http://www.w3.org/1999/xhtml" onclick="alert(1)">x</p></foreignObject></switch>',
  '<feImage xlink:href="file:///etc/passwd"/>',
  '<metadata><x:evil xmlns:x="urn:x"/></metadata>',
]

test.each(hostile)('%s loses what could run or load', async (body) => {
  const svg = await clean(body)
  expect(dangers(svg)).toEqual([])
  expect(svg).toContain('<circle r="9"/>')
  expect(svg).not.toMatch(/evil|passwd|alert/)
})

test('any mixture of them is clean, cleaning twice changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...hostile, '<g>', '</g>', '<title>a &amp; b</title>', '<path d="M0 0"/>'), {
        maxLength: 8,
      }),
      async (parts) => {
        const source = new TextEncoder().encode(`<svg ${NS}>${parts.join('')}</svg>`)
        let once: Uint8Array
        try {
          once = await sanitizeSvg(source)
        } catch (error) {
          expect(error).toHaveProperty('code', 'ERR_IMAGE_CORRUPT')
          return
        }
        expect(dangers(new TextDecoder().decode(once))).toEqual([])
        expect(await sanitizeSvg(once)).toEqual(once)
      },
    ),
    { seed: 2, numRuns: 200 },
  )
})

test.each(['welder', 'river-steward', 'night-sky-navigator'])(
  'all that %s draws stays, what was baked goes',
  async (name) => {
    const art = readFileSync(`examples/art/${name}.svg`)
    const tags = (svg: string) => svg.match(/<\w+/g)?.length
    const cleaned = new TextDecoder().decode(await sanitizeSvg(art))
    expect(tags(cleaned)).toBe(tags(art.toString().replace(/<!--.*?-->/gs, '')))
    expect(await sanitizeSvg(await bakeImage(art, { type: 'OpenBadgeCredential' }))).toEqual(await sanitizeSvg(art))
  },
)

test('drawing that is only used in place stays: local references, embedded pictures, styles', async () => {
  const body =
    '<style>.a{fill:url(#g)}</style><g id="g" class="a"/><use xlink:href="#g"/><use href="#g"/><image href="data:image/png;base64,AAAA"/><text x="1">a &lt; b</text>'
  const svg = await clean(body, 'viewBox="0 0 9 9"')
  expect(svg).toContain('viewBox="0 0 9 9"')
  expect(svg.match(/href="#g"/g)).toHaveLength(2)
  expect(svg).toContain('.a{fill:url(#g)}')
  expect(svg).toContain('data:image/png;base64,AAAA')
  expect(svg).toContain('a &#60; b')
})

test('what is drawn in a link or a choice stays, and names of parts may be any word', async () => {
  const body =
    '<a href="https://evil.example" xlink:title="x" class="url"><path id="curly" d="M0 0"/></a><switch><foreignObject/><g id="image(1)"><use href="#curly"/></g></switch><rect fill="url(#curly)" aria-label="a@b"/><text><textPath href="#curly">a</textPath></text>'
  expect(await clean(body)).toBe(
    `<svg ${NS}><g class="url"><path id="curly" d="M0 0"/></g><switch><g id="image(1)"><use href="#curly"/></g></switch><rect fill="url(#curly)" aria-label="a@b"/><text><textPath href="#curly">a</textPath></text><circle r="9"/></svg>`,
  )
})

test('thousands of parts in the colours of one gradient are no bomb', async () => {
  const stops = '<stop offset="0"/>'.repeat(50)
  const body = `<linearGradient id="a">${stops}</linearGradient><radialGradient id="b" href="#a"/>`
  expect(await clean(body + '<g fill="url(#b)"/>'.repeat(15_000))).toContain('url(#b)')
})

const encode = (svg: string) => new TextEncoder().encode(svg)
const laughs = Array.from({ length: 12 }, (_, i) => `<g id="g${i + 1}">${`<use href="#g${i}"/>`.repeat(10)}</g>`).join(
  '',
)
const bomb = (name: string, attribute: string) =>
  Array.from(
    { length: 12 },
    (_, i) => `<${name} id="g${i + 1}">${`<rect ${attribute}="url(#g${i})"/>`.repeat(10)}</${name}>`,
  ).join('')
const chain = Array.from({ length: 9000 }, (_, i) => `<g id="g${i}"><use href="#g${i + 1}"/></g>`).join('')
test.each<[string, Uint8Array, string]>([
  ['no SVG', encode('{}'), 'ERR_FORMAT_UNKNOWN'],
  [
    'an SVG in UTF-16',
    Uint8Array.from([0xff, 0xfe, ...[...encode('<svg/>')].flatMap((byte) => [byte, 0])]),
    'ERR_FORMAT_UNKNOWN',
  ],
  [
    'bytes that are no UTF-8',
    Uint8Array.from([...encode(`<svg ${NS}><title>`), 0xff, ...encode('</title></svg>')]),
    'ERR_FORMAT_UNKNOWN',
  ],
  ['an svg element of no namespace', encode('<svg><circle r="1"/></svg>'), 'ERR_FORMAT_UNKNOWN'],
  ['an entity', encode(`<svg ${NS}><title>&x;</title></svg>`), 'ERR_IMAGE_UNSAFE'],
  ['an SVG cut short', encode(`<svg ${NS}><g>`), 'ERR_IMAGE_CORRUPT'],
  [
    'a part that uses itself',
    encode(`<svg ${NS}><g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g></svg>`),
    'ERR_IMAGE_UNSAFE',
  ],
  ['a billion laughs by use', encode(`<svg ${NS}><g id="g0"/>${laughs}</svg>`), 'ERR_LIMIT_EXCEEDED'],
  ['a chain of nine thousand uses', encode(`<svg ${NS}>${chain}</svg>`), 'ERR_LIMIT_EXCEEDED'],
  ...[
    ['pattern', 'fill'],
    ['mask', 'mask'],
    ['clipPath', 'clip-path'],
    ['marker', 'marker-end'],
    ['filter', 'style="fill:red" filter'],
  ].map(
    ([name = '', attribute = '']) =>
      [`a billion laughs by ${name}`, encode(`<svg ${NS}>${bomb(name, attribute)}</svg>`), 'ERR_LIMIT_EXCEEDED'] as [
        string,
        Uint8Array,
        string,
      ],
  ),
  [
    'elements nested too deeply',
    encode(`<svg ${NS}>${'<g>'.repeat(300)}${'</g>'.repeat(300)}</svg>`),
    'ERR_LIMIT_EXCEEDED',
  ],
  [
    'attributes that a document type adds',
    encode(`<!DOCTYPE svg [<!ATTLIST g onload CDATA "alert(1)">]><svg ${NS}><g/></svg>`),
    'ERR_IMAGE_UNSAFE',
  ],
  ['the same attribute twice', encode(`<svg ${NS}><g id="a" id="b"/></svg>`), 'ERR_IMAGE_CORRUPT'],
  ['too many elements', encode(`<svg ${NS}>${'<g/>'.repeat(20_001)}</svg>`), 'ERR_LIMIT_EXCEEDED'],
  ['too many bytes', encode(`<svg ${NS}>${' '.repeat(4 * 1024 * 1024)}</svg>`), 'ERR_LIMIT_EXCEEDED'],
])('%s is refused', async (_, bytes, code) => {
  expect(await codeOf(() => sanitizeSvg(bytes))).toBe(code)
})
