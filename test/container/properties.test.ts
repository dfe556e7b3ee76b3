import { DOMParser } from '@xmldom/xmldom'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bakeImage, detectFormat, extractCredential, readBaked, stripCredential } from '../../src/container/index.js'
import { isBadgeError } from '../../src/errors.js'
import { anyCharacter } from '../support/characters.js'
import { bytes, chunk, credential, jws, OB2, OB3, pixels, SVG, smallPng, text, withChunks } from './images.js'

const seed = 20_261_123

/** Strings that are as bad for markup and JSON as strings can be. */
const nasty = fc.oneof(
  fc.string({ unit: anyCharacter }).filter((value) => value.isWellFormed()),
  fc
    .array(
      fc.constantFrom(
        ']',
        ']]>',
        '>',
        '<![CDATA[',
        '&amp;',
        '&',
        '<',
        '\r',
        '\n',
        '"',
        '\\',
        '\u0085',
        '\u2028',
        '\uffff',
        '😀',
      ),
    )
    .map((parts) => parts.join('')),
)

const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    nasty,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(nasty, tie('value'), { maxKeys: 4 }),
  ),
})).value

const anyCredential = fc
  .dictionary(nasty, value, { maxKeys: 5 })
  .filter((object) => !JSON.stringify(object).includes('"__proto__"'))
  .map((object) => ({ ...object, proof: { type: 'DataIntegrityProof' } }))

const blank = fc.constantFrom('', ' ', '\n', '\r\n', '\t', ' \r ')
const content = fc.constantFrom(
  '',
  ' ',
  'é😀',
  '<g/>',
  '<!-- > -->',
  '<svg/>',
  '<![CDATA[</svg>]]>',
  `<x:y xmlns:x="${OB3}"/>`,
)
const attribute = fc.constantFrom(
  SVG,
  `xmlns:openbadges="${OB3}"`,
  `xmlns:openbadges='${OB2}'`,
  `xmlns:ob="${OB3}"`,
  'é="/>"',
  "a='\"'",
  'b = "&gt;"',
)
/** SVG files of many shapes, without a credential. */
const picture = fc
  .record({
    head: fc.constantFrom('', '\ufeff', '<?xml version="1.0"?>\r\n', '<!DOCTYPE svg SYSTEM "s">', '<!-- <svg> -->'),
    attributes: fc.uniqueArray(attribute, { selector: (written) => written.split(/[ =]/)[0] }),
    before: blank,
    isEmpty: fc.boolean(),
    children: fc.array(content),
    after: blank,
  })
  .map(({ head, attributes, before, isEmpty, children, after }) => {
    const tag = `${head}<svg${attributes.map((written) => ` ${written}`).join('')}${before}`
    return isEmpty ? `${tag}/>${after}` : `${tag}>${children.join('')}</svg${after}>${after}`
  })

const chunks = fc.array(
  fc.oneof(
    fc
      .constantFrom('tEXt', 'iTXt', 'zTXt', 'abCd', 'teSt')
      .chain((type) => fc.uint8Array({ maxLength: 40 }).map((data) => chunk(type, data))),
    fc.constantFrom('Comment\0x', 'openbadge\0x', 'openbadgecredential').map((data) => chunk('tEXt', data)),
  ),
  { maxLength: 5 },
)

const run = { seed, numRuns: 300 }

describe('extract(bake(image, x)) is x, and strip(bake(image)) is the image', () => {
  it('for any object and any PNG', async () => {
    await fc.assert(
      fc.asyncProperty(chunks, fc.uint8Array({ maxLength: 30 }), anyCredential, async (extra, trailing, object) => {
        const image = new Uint8Array([...withChunks(...extra), ...trailing])
        const baked = await bakeImage(image, object)
        expect(await extractCredential(baked)).toBe(JSON.stringify(object))
        expect(await stripCredential(baked)).toEqual(image)
        expect(await stripCredential(image)).toEqual(image)
        expect(pixels(await bakeImage(withChunks(...extra), object))).toEqual(pixels(smallPng))
      }),
      run,
    )
  })

  it('for any object and any SVG, and as another parser reads it', async () => {
    await fc.assert(
      fc.asyncProperty(picture, anyCredential, async (source, object) => {
        const image = bytes(source)
        const baked = await bakeImage(image, object)
        const extracted = await extractCredential(baked)
        expect(JSON.parse(extracted ?? '')).toEqual(JSON.parse(JSON.stringify(object)))
        expect(extracted).toBe(JSON.stringify(object).replaceAll('\uffff', '\\uffff').replaceAll('\ufffe', '\\ufffe'))
        const [element] = new DOMParser({ onError: () => undefined })
          .parseFromString(new TextDecoder().decode(baked), 'image/svg+xml')
          .getElementsByTagNameNS(OB3, 'credential')
        expect(element?.textContent).toBe(extracted)
        expect(text(await stripCredential(baked))).toBe(source)
        expect(text(await stripCredential(image))).toBe(source)
      }),
      run,
    )
  })

  it('for any JSON text, to the blank', async () => {
    const layout = fc.record({ indent: blank, before: blank, behind: blank })
    await fc.assert(
      fc.asyncProperty(anyCredential, layout, async (object, { indent, before, behind }) => {
        const exact = `${before}${JSON.stringify(object, null, indent).replace(/[\ufffe\uffff]/g, '?')}${behind}`
        fc.pre(
          new Set(exact.match(/"(?:[^"\\]|\\.)*"(?=\s*:)/g)).size ===
            (exact.match(/"(?:[^"\\]|\\.)*"(?=\s*:)/g) ?? []).length,
        )
        for (const image of [smallPng, bytes(`<svg ${SVG}/>`)]) {
          expect(await extractCredential(await bakeImage(image, exact))).toBe(exact)
        }
      }),
      run,
    )
  })
})

/** A file with a few bytes changed, cut out or doubled, or with its end cut off. */
const damaged = (sources: readonly Uint8Array[], alphabet: fc.Arbitrary<number>): fc.Arbitrary<Uint8Array> =>
  fc
    .tuple(
      fc.constantFrom(...sources),
      fc.array(fc.tuple(fc.nat(), fc.nat(6), fc.array(alphabet, { maxLength: 6 })), { minLength: 1, maxLength: 4 }),
      fc.option(fc.nat(), { freq: 3 }),
    )
    .map(([source, edits, cut]) => {
      let data = [...source]
      for (const [at, removed, added] of edits) data.splice(at % data.length, removed, ...added)
      if (cut !== null) data = data.slice(0, cut % (data.length + 1))
      return new Uint8Array(data)
    })

async function outcome(work: () => Promise<unknown>): Promise<string> {
  try {
    await work()
    return 'done'
  } catch (error) {
    return isBadgeError(error) ? 'BadgeError' : String(error)
  }
}

async function assertHarmless(image: Uint8Array): Promise<void> {
  expect(['png', 'svg', 'pdf', 'json', 'jwt', 'unknown']).toContain(detectFormat(image))
  for (const work of [
    () => readBaked(image),
    () => stripCredential(image),
    () => bakeImage(image, credential),
    () => bakeImage(image, jws, { ifBaked: 'replace' }),
  ]) {
    expect(['done', 'BadgeError']).toContain(await outcome(work))
  }
}

describe('a damaged file is refused with a BadgeError or handled, and nothing else happens', () => {
  it('PNG', async () => {
    const sources = [smallPng, await bakeImage(smallPng, credential), await bakeImage(smallPng, jws)]
    await fc.assert(fc.asyncProperty(damaged(sources, fc.nat(255)), assertHarmless), { seed, numRuns: 1500 })
  })

  it('SVG', async () => {
    const source = bytes(
      `<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE svg PUBLIC "a" "b"><svg ${SVG} a='b'><!-- c --><g x:y="&lt;" xmlns:x="u"/>&#65;<![CDATA[d]]></svg>`,
    )
    const sources = [source, await bakeImage(source, credential), await bakeImage(source, jws)]
    const alphabet = fc.constantFrom(...bytes('<>/!?-[]&;#"\'= \r\n:axml0é'))
    await fc.assert(fc.asyncProperty(damaged(sources, alphabet), assertHarmless), { seed, numRuns: 3000 })
  })

  it('an SVG that is accepted is one that another parser reads alike', async () => {
    const source = bytes(
      `<svg ${SVG} xmlns:o="${OB3}"><!-- c --><o:credential> <![CDATA[{"a":]]>&lt;1}<g/></o:credential><g x:y="z" xmlns:x="u"/></svg>`,
    )
    const alphabet = fc.constantFrom(...bytes('<>/!?-[]&;#"\'= \n:aog'))
    const oneEdit = fc
      .tuple(fc.nat(source.length - 1), fc.nat(2), fc.array(alphabet, { maxLength: 2 }))
      .map(([at, removed, added]) => {
        const data = [...source]
        data.splice(at, removed, ...added)
        return new Uint8Array(data)
      })
    let accepted = 0
    await fc.assert(
      fc.asyncProperty(oneEdit, async (image) => {
        const found = await readBaked(image).catch(() => null)
        if (found?.standard !== 'ob3') return
        accepted += 1
        const onError = (level: string, message: string): void => {
          if (level !== 'warning') throw new Error(message)
        }
        const [element] = new DOMParser({ onError })
          .parseFromString(text(image), 'image/svg+xml')
          .getElementsByTagNameNS(OB3, 'credential')
        const other = element?.getAttribute('verify')?.trim() || (element?.textContent ?? 'nothing')
        expect(found.text.trim()).toBe(other.trim())
      }),
      { seed, numRuns: 4000 },
    )
    expect(accepted).toBeGreaterThan(200)
  })
})
