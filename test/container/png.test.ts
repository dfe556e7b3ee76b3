import { describe, expect, it } from 'vitest'
import { bakeImage, extractCredential, readBaked, stripCredential } from '../../src/container/index.js'
import { codeOf } from '../support/codes.js'
import { hasVectors, readVector, readVectorJson } from '../support/vectors.js'
import {
  bytes,
  chunk,
  chunkTypes,
  credential,
  deflate,
  join,
  json,
  jws,
  pixels,
  smallPng,
  withChunks,
} from './images.js'

const iTXt = (keyword: string, rest: string | Uint8Array): Uint8Array =>
  chunk('iTXt', join(bytes(`${keyword}\0`), typeof rest === 'string' ? bytes(rest) : rest))
const plain = (keyword: string, content: string): Uint8Array => iTXt(keyword, `\0\0\0\0${content}`)
const codes = async (image: Uint8Array): Promise<string[]> =>
  ((await readBaked(image))?.findings ?? []).map(({ code }) => code)

describe('Open Badges 3.0 §5.3.1: baking a PNG', () => {
  it('writes one uncompressed iTXt chunk before the image data', async () => {
    const baked = await bakeImage(smallPng, credential)
    expect(chunkTypes(baked)).toEqual(['IHDR', 'iTXt', ...chunkTypes(smallPng).slice(1)])
    const expected = plain('openbadgecredential', json)
    expect(baked.subarray(33, 33 + expected.length)).toEqual(expected)
    expect(pixels(baked)).toEqual(pixels(smallPng))
  })

  it.each([
    ['an object', credential, json],
    [
      'JSON text, to the blank',
      ` ${JSON.stringify(credential, null, 2)}\r\n`,
      ` ${JSON.stringify(credential, null, 2)}\r\n`,
    ],
    ['a compact JWS', jws, jws],
    ['a compact JWS from a file with a line end', `${jws}\n`, jws],
  ])('gives back %s', async (_name, input, expected) => {
    expect(await readBaked(await bakeImage(smallPng, input))).toEqual({
      text: expected,
      format: 'png',
      standard: 'ob3',
      findings: [],
    })
  })

  it('refuses to bake twice, unless told to replace', async () => {
    const baked = await bakeImage(smallPng, jws)
    expect(await codeOf(() => bakeImage(baked, credential))).toBe('ERR_BAKE_ALREADY_BAKED')
    expect(await codeOf(() => bakeImage(baked, credential, { ifBaked: 'refuse' }))).toBe('ERR_BAKE_ALREADY_BAKED')
    const replaced = await bakeImage(baked, credential, { ifBaked: 'replace' })
    expect(await extractCredential(replaced)).toBe(json)
    expect(await stripCredential(replaced)).toEqual(smallPng)
  })

  it('keeps what follows the end of the PNG', async () => {
    const image = join(smallPng, bytes('PK trailing bytes'), plain('openbadgecredential', json))
    expect(await extractCredential(image)).toBeNull()
    const baked = await bakeImage(image, credential)
    expect(await stripCredential(baked)).toEqual(image)
  })

  it('takes a Buffer, never changes it, and returns memory of its own', async () => {
    const image = Buffer.from(smallPng)
    const stripped = await stripCredential(image)
    stripped.fill(0)
    await bakeImage(image, credential)
    expect(new Uint8Array(image)).toEqual(smallPng)
  })
})

describe('reading what others baked into a PNG', () => {
  it.each([
    ['Open Badges 2 in iTXt', plain('openbadges', '{"@context":"https://w3id.org/openbadges/v2"}'), 'ob2', []],
    ['Open Badges 2 in tEXt', chunk('tEXt', 'openbadges\0{"a":1}'), 'ob2', []],
    ['Open Badges 1, a link', chunk('tEXt', 'openbadges\0https://example.org/badge/1'), 'ob1', []],
    ['a Comprehensive Learner Record', plain('clrcredential', json), 'clr2', []],
    ['a language and a translated keyword', iTXt('openbadgecredential', `\0\0de\0Abzeichen\0${json}`), 'ob3', []],
    ['a compressed iTXt', iTXt('openbadgecredential', join(bytes('\x01\0\0\0'), deflate(json))), 'ob3', ['compressed']],
    ['a tEXt', chunk('tEXt', 'openbadgecredential\0{}'), 'ob3', ['chunk-type']],
    ['a zTXt', chunk('zTXt', join(bytes('openbadges\0\0'), deflate('{}'))), 'ob2', ['compressed', 'chunk-type']],
  ])('%s', async (_name, made, standard, findings) => {
    const image = withChunks(made)
    const found = await readBaked(image)
    expect(found?.standard).toBe(standard)
    expect(found?.findings.map(({ code }) => code)).toEqual(findings)
    expect(found?.text).toMatch(/^\{.*\}$|^https:/)
    expect(await extractCredential(image)).toBe(found?.text)
    expect(await codeOf(() => bakeImage(image, credential))).toBe('ERR_BAKE_ALREADY_BAKED')
    expect(await stripCredential(image)).toEqual(smallPng)
  })

  it('reads Latin-1 where PNG says Latin-1', async () => {
    const image = withChunks(chunk('tEXt', join(bytes('openbadges\0'), new Uint8Array([0xe9, 0x80]))))
    expect(await extractCredential(image)).toBe('é\u0080')
  })

  it('stops at the first of the newest standard, and reports the rest', async () => {
    const image = withChunks(
      plain('openbadges', '{"v":2}'),
      plain('openbadgecredential', '{"v":"first"}'),
      plain('openbadgecredential', '{"v":"second"}'),
      plain('clrcredential', '{"v":"clr"}'),
    )
    expect(await extractCredential(image)).toBe('{"v":"first"}')
    expect(await codes(image)).toEqual(['duplicate', 'several-standards'])
    expect(await stripCredential(image)).toEqual(smallPng)
  })

  it('leaves other text alone', async () => {
    const image = withChunks(
      plain('openbadgecredentials', '{}'),
      chunk('tEXt', 'Comment\0openbadgecredential'),
      chunk('iTXt', 'openbadgecredential'),
    )
    expect(await readBaked(image)).toBeNull()
    expect(await stripCredential(image)).toEqual(image)
  })
})

/** `image` with some bytes overwritten. */
function patched(image: Uint8Array, offset: number, ...values: readonly number[]): Uint8Array {
  const copy = image.slice()
  copy.set(values, offset)
  return copy
}

function ihdr(change: (data: Uint8Array) => void): Uint8Array {
  const data = smallPng.slice(16, 29)
  change(data)
  return join(smallPng.subarray(0, 8), chunk('IHDR', data), smallPng.subarray(33))
}

const iend = chunk('IEND', '')

describe('a PNG that is damaged is refused', () => {
  it.each([
    ['a signature only', smallPng.subarray(0, 8), 'ERR_IMAGE_CORRUPT'],
    ['line ends converted in transfer', patched(smallPng, 4, 0x0a, 0x0a, 0x1a, 0x0a), 'ERR_IMAGE_CORRUPT'],
    ['a wrong header checksum', patched(smallPng, 29, 0, 0, 0, 0), 'ERR_IMAGE_CORRUPT'],
    ['no width', ihdr((data) => data.fill(0, 0, 4)), 'ERR_IMAGE_CORRUPT'],
    ['a height that PNG does not allow', ihdr((data) => data.fill(0xff, 4, 8)), 'ERR_IMAGE_CORRUPT'],
    ['a bit depth that does not fit', ihdr((data) => data.fill(3, 8, 9)), 'ERR_IMAGE_CORRUPT'],
    ['an unknown colour type', ihdr((data) => data.fill(7, 9, 10)), 'ERR_IMAGE_CORRUPT'],
    ['an unknown compression', ihdr((data) => data.fill(1, 10, 11)), 'ERR_IMAGE_CORRUPT'],
    ['an unknown filter', ihdr((data) => data.fill(1, 11, 12)), 'ERR_IMAGE_CORRUPT'],
    ['an unknown interlace', ihdr((data) => data.fill(2, 12, 13)), 'ERR_IMAGE_CORRUPT'],
    [
      'another chunk before the header',
      join(smallPng.subarray(0, 8), chunk('tEXt', 'a\0b'), smallPng.subarray(8)),
      'ERR_IMAGE_CORRUPT',
    ],
    ['a second header', withChunks(smallPng.subarray(8, 33)), 'ERR_IMAGE_CORRUPT'],
    ['a length of 2 GiB in a tiny file', patched(smallPng, 33, 0x7f, 0xff, 0xff, 0xff), 'ERR_IMAGE_CORRUPT'],
    ['a length of 4 GiB', patched(smallPng, 33, 0xff, 0xff, 0xff, 0xff), 'ERR_IMAGE_CORRUPT'],
    ['a chunk type that is no letters', withChunks(chunk('ab1d', '')), 'ERR_IMAGE_CORRUPT'],
    ['a chunk type of high bytes', patched(withChunks(chunk('abcd', '')), 37, 0xe1), 'ERR_IMAGE_CORRUPT'],
    ['no image data', join(smallPng.subarray(0, 33), iend), 'ERR_IMAGE_CORRUPT'],
    ['no end', smallPng.subarray(0, -12), 'ERR_IMAGE_CORRUPT'],
    [
      'a million chunks',
      withChunks(new Uint8Array(Buffer.concat(new Array(1_000_000).fill(chunk('abCd', ''))))),
      'ERR_LIMIT_EXCEEDED',
    ],
    ['100 MB', join(smallPng, new Uint8Array(100_000_000)), 'ERR_LIMIT_EXCEEDED'],
  ])('%s', async (_name, image, code) => {
    expect(await codeOf(() => extractCredential(image))).toBe(code)
    expect(await codeOf(() => bakeImage(image, credential))).toBe(code)
    expect(await codeOf(() => stripCredential(image))).toBe(code)
  })

  const withCredential = withChunks(plain('openbadgecredential', json))
  it.each([
    ['a wrong checksum', patched(withCredential, 80, 0x20), 'ERR_IMAGE_CORRUPT'],
    ['no end of the language', withChunks(iTXt('openbadgecredential', '\0\0de')), 'ERR_IMAGE_CORRUPT'],
    ['no end of the translated keyword', withChunks(iTXt('openbadgecredential', '\0\0\0x')), 'ERR_IMAGE_CORRUPT'],
    ['nothing after the keyword', withChunks(iTXt('openbadgecredential', '')), 'ERR_IMAGE_CORRUPT'],
    ['an unknown compression flag', withChunks(iTXt('openbadgecredential', '\x02\0\0\0{}')), 'ERR_IMAGE_CORRUPT'],
    ['an unknown compression method', withChunks(iTXt('openbadgecredential', '\x01\x01\0\0{}')), 'ERR_IMAGE_CORRUPT'],
    [
      'bytes that are not UTF-8',
      withChunks(iTXt('openbadgecredential', new Uint8Array([0, 0, 0, 0, 0xff]))),
      'ERR_IMAGE_CORRUPT',
    ],
    [
      'compressed data that is none',
      withChunks(iTXt('openbadgecredential', '\x01\0\0\0nonsense')),
      'ERR_IMAGE_CORRUPT',
    ],
    [
      'compressed data that is cut off',
      withChunks(iTXt('openbadgecredential', join(bytes('\x01\0\0\0'), deflate(json).subarray(0, -9)))),
      'ERR_IMAGE_CORRUPT',
    ],
    [
      'a compressed bomb',
      withChunks(iTXt('openbadgecredential', join(bytes('\x01\0\0\0'), deflate(new Uint8Array(200_000_000))))),
      'ERR_LIMIT_EXCEEDED',
    ],
    ['11 MB of text', withChunks(plain('openbadgecredential', ' '.repeat(11 * 1024 * 1024))), 'ERR_LIMIT_EXCEEDED'],
  ])('a credential with %s cannot be read, and can be removed', async (_name, image, code) => {
    expect(await codeOf(() => extractCredential(image))).toBe(code)
    expect(await stripCredential(image)).toEqual(smallPng)
  })
})

describe.skipIf(!hasVectors)('PngSuite', () => {
  const files = hasVectors ? readVectorJson<{ file: string; expected: string }[]>('pngsuite/expected.json') : []

  it.each(files.filter(({ expected }) => expected === 'valid'))(
    '$file bakes, extracts and strips',
    async ({ file }) => {
      const image = readVector(`pngsuite/${file}`)
      expect(await extractCredential(image)).toBeNull()
      expect(await stripCredential(image)).toEqual(image)
      const baked = await bakeImage(image, credential)
      expect(await extractCredential(baked)).toBe(json)
      expect(await stripCredential(baked)).toEqual(image)
      expect(pixels(baked).equals(pixels(image))).toBe(true)
    },
  )

  it.each(files.filter(({ expected }) => expected !== 'valid'))(
    '$file, corrupt, is refused or not harmed',
    async ({ file }) => {
      const image = readVector(`pngsuite/${file}`)
      const outcome = await bakeImage(image, credential).then(
        async (baked) => (Buffer.compare(await stripCredential(baked), image) === 0 ? 'unharmed' : 'harmed'),
        (error: { code?: string }) => error.code,
      )
      // What is only carried along is not checked, so wrong image data may pass through.
      expect(['unharmed', 'ERR_IMAGE_CORRUPT']).toContain(outcome)
    },
  )
})

describe.skipIf(!hasVectors)('badges of other issuers', () => {
  it('the Open Badges 2 sample of the 1EdTech validator', async () => {
    const image = readVector('1edtech-validator/ob20/simple-badge.png')
    const found = await readBaked(image)
    expect(found).toMatchObject({ format: 'png', standard: 'ob2', findings: [] })
    expect(JSON.parse(found?.text ?? '')).toMatchObject({ type: 'Assertion' })
    const clean = await stripCredential(image)
    expect(await readBaked(clean)).toBeNull()
    expect(pixels(clean).equals(pixels(image))).toBe(true)
  })
})
