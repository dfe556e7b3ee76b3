import { PDFDocument } from '@cantoo/pdf-lib'
import { describe, expect, test } from 'vitest'
import { bakeImage } from '../../src/container/index.js'
import { readBadge, readCredential, sourceOf } from '../../src/container/read/index.js'
import { codeOf } from '../support/codes.js'
import { bytes, chunk, credential, json, jws, SVG, smallPng, withChunks } from './images.js'

const picture = bytes(`<svg ${SVG}/>`)
const pdf = await (async () => {
  const document = await PDFDocument.create({ updateMetadata: false })
  document.addPage([300, 200])
  return document.save()
})()
const text = (data: Uint8Array) => new TextDecoder().decode(data)
const linked = withChunks(chunk('tEXt', 'openbadges\0https://badges.example.org/7'))

describe('what is not a badge is refused with a code', () => {
  test.each([
    ['nothing', undefined, 'object', 'ERR_JSON_INVALID'],
    ['a function', () => 1, 'object', 'ERR_JSON_INVALID'],
    ['an empty text', '', 'json', 'ERR_JSON_INVALID'],
    ['a word', 'badge', 'json', 'ERR_JSON_INVALID'],
    ['a web page as text', '<html></html>', 'unknown', 'ERR_FORMAT_UNKNOWN'],
    ['a web page', bytes('<html></html>'), 'unknown', 'ERR_FORMAT_UNKNOWN'],
    ['a word in a file', bytes('badge'), 'unknown', 'ERR_FORMAT_UNKNOWN'],
    ['an empty file', new Uint8Array(0), 'unknown', 'ERR_FORMAT_UNKNOWN'],
    ['JSON that is cut off', bytes(json.slice(0, -1)), 'json', 'ERR_JSON_INVALID'],
    ['JSON that is not UTF-8', Uint8Array.of(0x7b, 0xff, 0x7d), 'json', 'ERR_JSON_INVALID'],
    ['a member named twice', '{"a":1,"a":2}', 'json', 'ERR_JSON_DUPLICATE_KEY'],
    ['a PNG without a credential', smallPng, 'png', 'ERR_BAKE_NOTHING_BAKED'],
    ['an SVG without a credential', picture, 'svg', 'ERR_BAKE_NOTHING_BAKED'],
    ['a PDF without a credential', pdf, 'pdf', 'ERR_BAKE_NOTHING_BAKED'],
    ['a damaged PNG', smallPng.subarray(0, 40), 'png', 'ERR_IMAGE_CORRUPT'],
    ['a damaged SVG', bytes('<svg'), 'unknown', 'ERR_FORMAT_UNKNOWN'],
    ['a damaged PDF', bytes('%PDF-1.7'), 'pdf', 'ERR_PDF_CORRUPT'],
    ['a picture with other text in it', bakedText('hello'), 'png', 'ERR_JSON_INVALID'],
  ])('%s', async (_, input, source, code) => {
    expect(await codeOf(() => readBadge(input))).toBe(code)
    expect(await codeOf(() => readCredential(input))).toBe(code)
    expect(sourceOf(input)).toBe(source)
  })

  test.each([
    ['a JSON list', '[1]', 'ERR_JSON_INVALID'],
    ['the address that Open Badges 1 baked', linked, 'ERR_FORMAT_UNKNOWN'],
  ])('%s is not a credential', async (_, input, code) => {
    expect(await codeOf(() => readCredential(input))).toBe(code)
  })
})

function bakedText(content: string): Uint8Array {
  return withChunks(chunk('iTXt', `openbadgecredential\0\0\0\0\0${content}`))
}

const svg = await bakeImage(picture, credential)
const baked = {
  pngJson: await bakeImage(smallPng, credential),
  pngJws: await bakeImage(smallPng, jws),
  pdfJson: await bakeImage(pdf, credential),
  pdfJws: await bakeImage(pdf, jws),
}

describe('a badge is read in whatever form it comes', () => {
  test.each([
    ['an object', credential, 'object', credential],
    ['JSON text', `\n${json} `, 'json', credential],
    ['JSON in a file, behind a byte order mark', bytes(`\ufeff${json}`), 'json', credential],
    ['a JWS as text', ` ${jws}\n`, 'jwt', jws],
    ['a JWS in a file', bytes(`${jws}\n`), 'jwt', jws],
    ['an SD-JWT, which its reader names', bytes(`${jws}~WyJzYWx0Il0~`), 'jwt', `${jws}~WyJzYWx0Il0~`],
    ['JSON in a PNG', baked.pngJson, 'png', credential],
    ['a JWS in a PNG', baked.pngJws, 'png', jws],
    ['JSON in an SVG', svg, 'svg', credential],
    ['an SVG as text', text(svg), 'svg', credential],
    ['JSON in a PDF', baked.pdfJson, 'pdf', credential],
    ['a JWS in a PDF', baked.pdfJws, 'pdf', jws],
  ])('%s', async (_, input, source, expected) => {
    expect(await readBadge(input)).toMatchObject({ source, findings: [] })
    expect(await readCredential(input)).toEqual(expected)
    expect(sourceOf(input)).toBe(source)
  })

  test('an address in a picture of Open Badges 1, with the picture', async () => {
    expect(await readBadge(linked)).toEqual({
      source: 'png',
      badge: { kind: 'link', link: 'https://badges.example.org/7' },
      findings: [],
      image: linked,
    })
  })

  test('the object is a copy, and stays as it is', async () => {
    const { badge } = await readBadge(credential)
    expect(badge).toEqual({ kind: 'json', json: credential })
    expect(badge.kind === 'json' && badge.json).not.toBe(credential)
  })

  test('what is unusual about a picture is told', async () => {
    const twice = withChunks(chunk('iTXt', `openbadgecredential\0\0\0\0\0${json}`), chunk('tEXt', `openbadges\0{}`))
    expect(await readBadge(twice)).toMatchObject({ findings: [{ code: 'several-standards' }] })
  })
})
