import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bakeImage } from '../../src/container/index.js'
import { crc32 } from '../../src/container/png/crc32.js'
import type { FontFace } from '../../src/draw/fonts/index.js'
import {
  fitParagraph,
  type OpenFonts,
  openFonts,
  prepareArt,
  qrRectangles,
  renderSvg,
  shapeLine,
} from '../../src/draw/index.js'
import { codeOf } from '../support/codes.js'
import { demoNames } from '../support/demo-names.js'

const font = (path: string) => readFileSync(join('node_modules/@expo-google-fonts', path))
const sans = { name: 'Noto Sans', bytes: font('noto-sans/400Regular/NotoSans_400Regular.ttf') }
const svg = (body: string) =>
  new TextEncoder().encode(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">${body}</svg>`)

describe('lines', () => {
  test('there are names in more than a dozen scripts to try', () => expect(demoNames.length).toBeGreaterThanOrEqual(25))

  test.each(demoNames)('%s is drawn whole, in either weight', async (name) => {
    const book = await openFonts([name])
    for (const weight of ['regular', 'bold'] as const) {
      const line = shapeLine(name, book, weight)
      expect(line.text).toBe(name.normalize('NFC').replace(/\s+/g, ' ').trim())
      expect(line.width).toBeGreaterThan(0)
      const drawn = line.runs.map((run) => run.path(0, 0, 100)).join('')
      expect(drawn).toMatch(/^M[-\d. ]+/)
      expect(drawn).not.toContain('NaN')
    }
  })

  test.each([
    ['ليلى Kim', ['Kim', 'ليلى'], true],
    ['Kim ليلى', ['Kim', 'ليلى'], false],
    // The bracket is mirrored, and stands behind the word in reading order.
    ['نص (a) 12', ['12', 'a', 'نص )'], true],
  ] as const)('%s is ordered by the bidirectional algorithm', async (text, parts, isRightToLeft) => {
    const line = shapeLine(text, await openFonts([text]), 'regular')
    expect(line.isRightToLeft).toBe(isRightToLeft)
    const words = line.runs.map((run) => run.text.trim()).filter((part) => /[\p{L}\p{N}]/u.test(part))
    expect(words).toEqual(parts)
  })

  /** Where the pen goes down for each character of a text that is drawn without joining or marks. */
  const drawnIn = async (text: string, fonts?: Parameters<typeof openFonts>[1]) => {
    const line = shapeLine(text, await openFonts([text], fonts), 'regular')
    return { line, path: line.runs.map((run) => run.path(0, 0, 100)).join('') }
  }

  test.each([
    ['۱۲۳', '۱'],
    ['١٢٣', '١'],
    ['٪٣', '٪'],
    ['שלום', 'ם'],
  ])('%s begins at the left with %s, which the script alone does not tell', async (text, first) => {
    expect((await drawnIn(text)).path.startsWith((await drawnIn(first)).path)).toBe(true)
  })

  test('a picture between two names is neutral, as UAX #9 says', async () => {
    const { line } = await drawnIn('ليلى 👩🏽‍🚀 كيم')
    expect([line.isRightToLeft, line.runs.every((run) => run.isRightToLeft)]).toEqual([true, true])
    const words = line.runs.map((run) => run.source.trim()).filter((part) => part !== '')
    expect(words).toEqual(['كيم', '👩🏽‍🚀', 'ليلى'])
  })

  test('digits keep their order within a line of the other direction', async () => {
    const { line } = await drawnIn('صدر في ١ مارس ٢٠٢٦')
    const [year] = line.runs
    expect([year?.source, year?.isRightToLeft, year?.isPlain]).toEqual(['٢٠٢٦', false, false])
    expect(year?.path(0, 0, 100).startsWith((await drawnIn('٢')).path)).toBe(true)
  })

  /** A face that has everything, draws each character as its number, and turns only what it is told to, or Hebrew. */
  const numbers = (): OpenFonts => {
    const layout: FontFace['layout'] = (text, _features, script = '', _language, direction) => {
      const way = direction ?? (/\p{Script=Hebrew}/u.test(text) ? 'rtl' : 'ltr')
      const glyphs = [...text].map((character) => {
        const id = character.codePointAt(0) ?? 0
        return { id, path: { commands: [{ command: 'moveTo', args: [id, 0] }] } }
      })
      if (way === 'rtl') glyphs.reverse()
      const positions = glyphs.map(() => ({ xAdvance: 0, xOffset: 0, yOffset: 0 }))
      return { direction: way, script, advanceWidth: 0, glyphs, positions }
    }
    const glyphForCodePoint = () => ({ advanceWidth: 1 })
    const font: FontFace = { unitsPerEm: 1, hasGlyphForCodePoint: () => true, glyphForCodePoint, layout }
    return { names: ['Numbers'], fontFor: () => ({ name: 'Numbers', bytes: new Uint8Array(), font }) }
  }

  test.each([
    ['Syriac', 'ܫܠܡܐ'],
    ['Thaana', 'ދވހ'],
    ['N’Ko', 'ߒߞߏ'],
    ['N’Ko digits', '߁߂߃'],
    ['Adlam', '𞤀𞤁𞤂'],
    ['Hanifi Rohingya', '𐴀𐴁𐴂'],
    ['Old Hungarian', '𐲀𐲁𐲂'],
    ['Samaritan', 'ࠀࠁࠂ'],
    ['Hebrew', 'שלום'],
  ])('UAX #9: %s is drawn from right to left, whatever the shaper thinks of the script', (_, text) => {
    const line = shapeLine(text, numbers(), 'regular')
    const drawn = line.runs.map((run) => run.path(0, 0, 1).replace(/M(\d+) -?0/g, (_, id) => String.fromCodePoint(id)))
    expect(line.isRightToLeft).toBe(true)
    expect(drawn.join('')).toBe([...text].reverse().join(''))
  })

  test('a name in a sentence of the other direction keeps its order, where it is isolated', async () => {
    const text = 'Awarded to \u2068ליאור (Lior) כהן 42\u2069'
    const line = shapeLine(text, await openFonts([text]), 'regular')
    const words = line.runs.map((run) => run.source.replace(/[()]/g, '').trim()).filter((part) => part !== '')
    expect(words).toEqual(['Awarded to', '42', 'כהן', 'Lior', 'ליאור'])
  })

  test('controls between blanks do not shift the order of what follows', async () => {
    const text = 'a \u0001 \u0002 b ליאור'
    const line = shapeLine(text, await openFonts([text]), 'regular')
    expect(line.text).toBe('a b ליאור')
    expect(line.runs.map((run) => [run.source, run.isRightToLeft])).toEqual([
      ['a b ', false],
      ['ליאור', true],
    ])
  })

  test('a heap of marks is cut to what a script may have', async () => {
    const line = shapeLine(`o${'\u0302\u0323'.repeat(40)}`, await openFonts(['o']), 'regular')
    expect([...line.text.normalize('NFD')].length).toBeLessThanOrEqual(8)
  })

  test('overrides cannot show a name as another', async () => {
    const text = '\u202eabc\u202c'
    const line = shapeLine(text, await openFonts([text]), 'regular')
    expect([line.text, line.runs.map((run) => run.text)]).toEqual(['abc', ['abc']])
  })

  test.each(['ᚠᚢᚦ', 'ꦲꦏ', '\ue000', 'a\u{1f9d9}\u{e0067}', 'ليلى'])(
    '%s without a font for it is refused, not boxed',
    async (text) => {
      const book = await openFonts([text], { fonts: [sans], installedFonts: false })
      expect(await codeOf(() => shapeLine(text, book, 'regular'))).toBe('ERR_FONT_MISSING')
    },
  )

  test('fonts given as bytes are enough, and what is no font is refused', async () => {
    const book = await openFonts(['Zoë'], { fonts: [sans], installedFonts: false })
    expect(shapeLine('Zoë', book, 'bold').runs.map((run) => run.font.name)).toEqual(['Noto Sans'])
    expect(await codeOf(() => openFonts(['a'], { fonts: [{ name: 'x', bytes: new Uint8Array(64) }] }))).toBe(
      'ERR_ARGUMENT_INVALID',
    )
    expect(
      await codeOf(() => openFonts(['a'], { fonts: [{ name: 'x', bytes: new Uint8Array(33 * 1024 * 1024) }] })),
    ).toBe('ERR_LIMIT_EXCEEDED')
  })
})

test('documents share what was read of a font, but no glyph: it remembers the text that it was first drawn for', async () => {
  const open = async () => (await openFonts(['A'])).fontFor('A', 'regular').font
  const [one, two] = [await open(), await open()]
  expect(one.glyphForCodePoint(0x41)).not.toBe(two.glyphForCodePoint(0x41))
  const tables = (face: FontFace) => (face as unknown as { _tables: object })._tables
  expect(tables(one)).toBe(tables(two))
})

describe('paragraphs', () => {
  test('every line is as narrow as asked, whatever the text', async () => {
    const book = await openFonts(['abc'], { fonts: [sans], installedFonts: false })
    const unit = fc.constantFrom('a', 'W', ' ', '-', 'é', '.', '(', ')', 'word ', 'Ж', ' · ')
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 120 }), (text) => {
        const box = { width: 300, size: 40, minSize: 12, maxLines: 3 }
        const { lines, size, isCut } = fitParagraph(text, book, box)
        expect(lines.length).toBeLessThanOrEqual(3)
        expect(size).toBeGreaterThanOrEqual(12)
        for (const line of lines) expect(line.width * size).toBeLessThanOrEqual(300.001)
        const drawn = lines
          .map((line) => line.text)
          .join('')
          .replaceAll(' ', '')
        if (!isCut) expect(drawn).toBe(text.replaceAll(' ', ''))
        else expect(drawn.endsWith('…')).toBe(true)
      }),
      { seed: 3, numRuns: 60 },
    )
  })

  test.each([
    [
      'Emitida el 1 de marzo de 2026 · válida hasta el 1 de marzo de 2028',
      700,
      ['Emitida el 1 de marzo de 2026 ·', 'válida hasta el 1 de marzo de 2028'],
    ],
    ['発行日：2026年3月1日 · 有効期限：2028年3月1日', 600, ['発行日：2026年3月1日 ·', '有効期限：2028年3月1日']],
    ['Data · Machine learning · Law', 500, ['Data · Machine learning ·', 'Law']],
    ['A part that fits on no line of this width · b', 400, ['A part that fits on no', 'line of this width · b']],
    ['Data · Law', 700, ['Data · Law']],
  ])('a line rather ends between parts than within one: %s', async (text, width, expected) => {
    const book = await openFonts([text, '…'])
    const { lines } = fitParagraph(text, book, { width, size: 40, minSize: 40, maxLines: 3 })
    expect(lines.map((line) => line.text)).toEqual(expected)
  })
})

describe('pictures', () => {
  test.each([
    ['no picture', new TextEncoder().encode('%PDF-1.7'), 'ERR_FORMAT_UNKNOWN'],
    ['a PNG cut short', readFileSync('examples/art/welder.png').subarray(0, 20), 'ERR_IMAGE_CORRUPT'],
    [
      'a PNG with another size than its checksum covers',
      Uint8Array.from(readFileSync('examples/art/welder.png')).fill(0xff, 16, 24),
      'ERR_IMAGE_CORRUPT',
    ],
    [
      'an SVG that declares entities',
      new TextEncoder().encode(
        '<!DOCTYPE svg [<!ENTITY a "bb"><!ENTITY c "&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg"/>',
      ),
      'ERR_IMAGE_UNSAFE',
    ],
    [
      'an SVG as tall as a tower',
      new TextEncoder().encode(
        '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="100000"><circle r="1"/></svg>',
      ),
      'ERR_LIMIT_EXCEEDED',
    ],
    [
      'an SVG as tall as a tower by its view box',
      new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0.001 10"><circle r="1"/></svg>'),
      'ERR_LIMIT_EXCEEDED',
    ],
    [
      'an SVG without a size',
      new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" width="0" height="0"><circle r="1"/></svg>'),
      'ERR_IMAGE_CORRUPT',
    ],
  ])('%s is refused', async (_, bytes, code) => {
    expect(await codeOf(() => prepareArt(bytes))).toBe(code)
  })

  const drawing = (inside: string) =>
    new TextEncoder().encode(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">${inside}</svg>`)
  test.each([
    [
      'memory',
      '<pattern id="a" patternUnits="userSpaceOnUse" width="100000" height="100000"><rect width="100000" height="100000"/></pattern><rect width="100" height="100" fill="url(#a)"/>',
    ],
    [
      'time',
      '<filter id="a"><feMorphology operator="dilate" radius="1000"/></filter><rect width="100" height="100" filter="url(#a)"/>',
    ],
  ])('a drawing that takes no end of %s is given up, and so is the process that draws it', async (_, inside) => {
    expect(await codeOf(() => prepareArt(drawing(inside)))).toBe('ERR_LIMIT_EXCEEDED')
    await expect.poll(() => process.getActiveResourcesInfo()).not.toContain('ProcessWrap')
  })

  const chunk = (type: string, data: Uint8Array) => {
    const out = Buffer.alloc(data.length + 12)
    out.writeUInt32BE(data.length)
    out.write(type, 4, 'latin1')
    out.set(data, 8)
    out.writeUInt32BE(crc32(out.subarray(4, -4)), out.length - 4)
    return out
  }
  const uint32 = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff)
  /** A square PNG with these bytes as its packed pixels. */
  const png = (packed: Uint8Array, bits = 8, color = 6, side = 10) =>
    Buffer.concat([
      Buffer.from('89504e470d0a1a0a', 'hex'),
      chunk('IHDR', Buffer.from([...uint32(side), ...uint32(side), bits, color, 0, 0, 0])),
      chunk('IDAT', packed),
      chunk('IEND', new Uint8Array()),
    ])

  test.each([
    ['pixels that are not packed', png(Buffer.from('no zlib')), 'ERR_IMAGE_CORRUPT'],
    ['an unknown filter', png(deflateSync(Buffer.alloc(410, 9))), 'ERR_IMAGE_CORRUPT'],
    ['colours that PNG does not know', png(deflateSync(Buffer.alloc(20)), 7, 5), 'ERR_IMAGE_CORRUPT'],
    ['nothing to see', png(deflateSync(Buffer.alloc(410))), 'ERR_IMAGE_CORRUPT'],
    ['more pixels than are drawn', png(deflateSync(Buffer.alloc(20)), 8, 6, 100_000), 'ERR_LIMIT_EXCEEDED'],
    ['no side', png(deflateSync(Buffer.alloc(20)), 8, 6, 0), 'ERR_IMAGE_CORRUPT'],
    ['pixels that unpack to gigabytes', png(deflateSync(Buffer.alloc(200_000_000))), 'ERR_LIMIT_EXCEEDED'],
  ])('a PNG with %s is refused before any other decoder sees it', async (_, bytes, code) => {
    expect(await codeOf(() => prepareArt(bytes))).toBe(code)
  })

  test('of a PNG only the pixels go on: 16 bits become 8, and what was baked into it is gone', async () => {
    const deep = await prepareArt(png(deflateSync(Buffer.alloc(10 * 81, 0).fill(0xff, 1, 81)), 16))
    expect([deep.width, deep.height, deep.png[24]]).toEqual([10, 10, 8])
    const baked = await bakeImage(
      readFileSync('examples/art/welder.png'),
      '{"type":"OpenBadgeCredential","id":"urn:old"}',
    )
    expect(Buffer.from((await prepareArt(baked)).png).includes('openbadgecredential')).toBe(false)
  })

  test('a file of this machine that an SVG names is never read', async () => {
    const path = join(process.cwd(), 'examples/art/welder.png')
    for (const href of [path, `file://${path}`, 'examples/art/welder.png', 'https://evil.example/x.png']) {
      const { png } = await prepareArt(
        svg(`<rect width="9" height="9" fill="#00f"/><image href="${href}" width="9" height="9"/>`),
      )
      const drawn = await renderSvg(
        `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><image width="9" height="9" href="data:image/png;base64,${Buffer.from(png).toString('base64')}"/></svg>`,
        3,
      )
      expect([...drawn.pixels().subarray(16, 20)]).toEqual([0, 0, 255, 255])
    }
  })
})

test('a URL too long for a QR code is refused', async () => {
  expect(await codeOf(() => qrRectangles(`https://a.example/${'x'.repeat(4000)}`))).toBe('ERR_LIMIT_EXCEEDED')
})
