import { describe, expect, it } from 'vitest'
import { bakeImage, extractCredential, readBaked, stripCredential } from '../../src/container/index.js'
import { png } from '../../src/container/png/index.js'
import { assertHolds } from '../../src/container/read-back.js'
import { svg } from '../../src/container/svg/index.js'
import { inflateCapped } from '../../src/internal/inflate.js'
import { codeOf } from '../support/codes.js'
import { bytes, credential, deflate, json, jws, SVG, smallPng } from './images.js'

const picture = bytes(`<svg ${SVG}/>`)

describe('what is not a PNG, SVG or PDF is refused', () => {
  it.each([
    ['JSON', bytes(json)],
    ['a JWS', bytes(jws)],
    ['a JPEG', new Uint8Array([0xff, 0xd8, 0xff, 0xe0])],
    ['nothing', new Uint8Array(0)],
  ])('%s', async (_name, input) => {
    for (const work of [extractCredential, readBaked, stripCredential]) {
      expect(await codeOf(() => work(input))).toBe('ERR_FORMAT_UNKNOWN')
    }
    expect(await codeOf(() => bakeImage(input, credential))).toBe('ERR_FORMAT_UNKNOWN')
  })

  it.each([
    ['text', '<svg/>'],
    ['an ArrayBuffer', picture.buffer],
    ['null', null],
    ['nothing', undefined],
  ])('%s instead of bytes', async (_name, input) => {
    expect(await codeOf(() => extractCredential(input as unknown as Uint8Array))).toBe('ERR_ARGUMENT_INVALID')
  })
})

describe('what is no credential is not baked', () => {
  const cycle: Record<string, unknown> = {}
  cycle.self = cycle
  it.each([
    ['a word', 'badge', 'ERR_BAKE_CREDENTIAL'],
    ['an empty text', '', 'ERR_BAKE_CREDENTIAL'],
    ['a JWS with a part too few', 'eyJhbGciOiJFZERTQSJ9.e30', 'ERR_BAKE_CREDENTIAL'],
    ['a JWS without signature', 'eyJhbGciOiJub25lIn0.e30.', 'ERR_BAKE_CREDENTIAL'],
    ['a JWS with markup', 'a.b.c"><script>', 'ERR_BAKE_CREDENTIAL'],
    ['JSON that is cut off', json.slice(0, -1), 'ERR_BAKE_CREDENTIAL'],
    ['JSON behind a byte order mark', `\ufeff${json}`, 'ERR_BAKE_CREDENTIAL'],
    ['a JSON list', '[]', 'ERR_BAKE_CREDENTIAL'],
    ['a JSON text', '"a.b.c"', 'ERR_BAKE_CREDENTIAL'],
    ['a list', [], 'ERR_BAKE_CREDENTIAL'],
    ['null', null, 'ERR_BAKE_CREDENTIAL'],
    ['a member named twice', '{"a":1,"a":2}', 'ERR_JSON_DUPLICATE_KEY'],
    ['half of a surrogate pair', '{"a":"\ud800"}', 'ERR_JSON_LONE_SURROGATE'],
    ['JSON nested deeply', '['.repeat(100_000), 'ERR_LIMIT_EXCEEDED'],
    ['11 MB', 'a'.repeat(11 * 1024 * 1024), 'ERR_LIMIT_EXCEEDED'],
    ['a cycle', cycle, 'ERR_LIMIT_EXCEEDED'],
    ['a date', new Date(0), 'ERR_JSON_INVALID'],
    ['a function', () => 1, 'ERR_JSON_INVALID'],
    [
      'an object that is too large to be read again',
      { ...credential, a: 'é'.repeat(6 * 1024 * 1024) },
      'ERR_LIMIT_EXCEEDED',
    ],
  ])('%s', async (_name, input, code) => {
    expect(await codeOf(() => bakeImage(smallPng, input as object))).toBe(code)
    expect(await codeOf(() => bakeImage(picture, input as object))).toBe(code)
  })
})

describe('every baked image is read back', () => {
  it.each([
    ['nothing in it', png.open(smallPng), 'ERR_BAKE_MISMATCH'],
    ['something else in it', png.open(png.open(smallPng).insert('{}')), 'ERR_BAKE_MISMATCH'],
    [
      'the credential twice in it',
      png.open(png.open(png.open(smallPng).insert(json)).insert(json)),
      'ERR_BAKE_MISMATCH',
    ],
    ['the credential in it', svg.open(svg.open(picture).insert(json)), 'no error'],
  ])('one with %s', async (_name, opened, code) => {
    expect(await codeOf(() => assertHolds(opened, json))).toBe(code)
  })
})

describe('inflateCapped', () => {
  it('unpacks what stays within the cap', async () => {
    const data = new Uint8Array(300_000).map((_, i) => i)
    expect(await inflateCapped(deflate(data), 'deflate', data.length)).toEqual(data)
  })

  it('stops at the cap', async () => {
    expect(await codeOf(() => inflateCapped(deflate(new Uint8Array(1001)), 'deflate', 1000))).toBe('ERR_LIMIT_EXCEEDED')
  })

  it('rejects data that is damaged', async () => {
    await expect(inflateCapped(new Uint8Array([1, 2, 3]), 'gzip', 1000)).rejects.toBeInstanceOf(Error)
  })
})
