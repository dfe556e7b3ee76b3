import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { cleanLogo, drawnLogo } from '../../src/draw/logo/index.js'
import { limits } from '../../src/internal/limits.js'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const svg = (inside: string, more = ''): Uint8Array =>
  bytes(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8" ${more}>${inside}</svg>`)
const png = (): Uint8Array => new Uint8Array(readFileSync(new URL('../../examples/art/welder.png', import.meta.url)))

/** A JPEG of one row of segments: enough for whoever reads no pixels. */
function jpeg(...segments: readonly (readonly [number, readonly number[]])[]): Uint8Array {
  const parts = segments.flatMap(([marker, data]) => {
    const length = data.length + 2
    return [0xff, marker, length >> 8, length & 0xff, ...data]
  })
  return new Uint8Array([0xff, 0xd8, ...parts, 1, 2, 3, 0xff, 0xd9])
}
const frame = (width = 8, height = 4) =>
  [0xc0, [8, height >> 8, height & 0xff, width >> 8, width & 0xff, 1, 1, 17, 0]] as const
const scan = [0xda, [1, 1, 0, 0, 63, 0]] as const
const place = [0xe1, [...bytes('Exif: 48.1 N')]] as const
const remark = [0xfe, [...bytes('made by Kim')]] as const

describe('a logo', () => {
  test('of a hostile SVG keeps what is drawn', async () => {
    const hostile = svg(
      '<script>alert(1)</script><foreignObject><b xmlns="http://www.w3.org/1999/xhtml">x</b></foreignObject><image href="http://tracker.example/x.png"/><a href="javascript:alert(2)"><circle r="3" onclick="alert(3)"/></a>',
      'onload="alert(4)"',
    )
    const logo = await cleanLogo(hostile)
    expect(logo.format).toBe('svg')
    const text = new TextDecoder().decode(logo.bytes)
    expect(text).toContain('<circle')
    expect(text).not.toMatch(/script|alert|foreignObject|tracker|http:\/\/(?!www\.w3\.org)|onload|onclick/)
    expect((await drawnLogo(logo))?.format).toBe('png')
  })

  test('of a PNG keeps its pixels, and nothing that is written into it or behind it', async () => {
    const image = png()
    const text = bytes('Comment\0secret place')
    const chunk = new Uint8Array([0, 0, 0, text.length, ...bytes('tEXt'), ...text, 0, 0, 0, 0])
    const more = new Uint8Array([...image.subarray(0, 33), ...chunk, ...image.subarray(33), ...bytes('behind')])
    const { format, bytes: clean } = await cleanLogo(more)
    expect(format).toBe('png')
    const shown = Buffer.from(clean).toString('latin1')
    expect(shown).not.toMatch(/secret|behind/)
    expect(shown.endsWith('IEND\xaeB`\x82')).toBe(true)
    expect(await cleanLogo(clean)).toEqual({ format, bytes: clean })
  })

  test('of a JPEG loses what cameras write into it', async () => {
    const { format, bytes: clean } = await cleanLogo(jpeg(place, remark, frame(), scan))
    expect(format).toBe('jpg')
    expect([...clean]).toEqual([...jpeg(frame(), scan)])
  })

  test.each([
    ['text', bytes('GIF89a'), 'ERR_FORMAT_UNKNOWN'],
    ['nothing', new Uint8Array(), 'ERR_FORMAT_UNKNOWN'],
    ['a page', bytes('<!doctype html><script>alert(1)</script>'), 'ERR_FORMAT_UNKNOWN'],
    [
      'an SVG with entities',
      bytes('<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"><text>&a;</text></svg>'),
      'ERR_IMAGE_UNSAFE',
    ],
    ['a PNG that is cut off', png().subarray(0, 400), 'ERR_IMAGE_CORRUPT'],
    ['a JPEG without a frame', jpeg(scan), 'ERR_IMAGE_CORRUPT'],
    ['a JPEG with two frames', jpeg(frame(), frame(), scan), 'ERR_IMAGE_CORRUPT'],
    ['a JPEG without pixels', jpeg(frame()), 'ERR_IMAGE_CORRUPT'],
    ['a JPEG that is cut off', jpeg(frame(), scan).subarray(0, -2), 'ERR_IMAGE_CORRUPT'],
    [
      'a JPEG whose segment is longer than it',
      new Uint8Array([0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff, 0]),
      'ERR_IMAGE_CORRUPT',
    ],
    ['a JPEG as wide as a street', jpeg(frame(limits.logoSide + 1), scan), 'ERR_LIMIT_EXCEEDED'],
    ['too many bytes', new Uint8Array(limits.logoBytes + 1), 'ERR_LIMIT_EXCEEDED'],
  ])('%s is refused', async (_, image, code) => {
    await expect(cleanLogo(image)).rejects.toMatchObject({ code })
  })

  test('of as many bytes and pixels as there may be is taken', async () => {
    const image = jpeg(frame(limits.logoSide, limits.logoSide), scan)
    const padding = new Uint8Array(limits.logoBytes - image.length).fill(1)
    const large = new Uint8Array([...image.subarray(0, -2), ...padding, 0xff, 0xd9])
    expect(large.length).toBe(limits.logoBytes)
    expect((await cleanLogo(large)).format).toBe('jpg')
  })
})
