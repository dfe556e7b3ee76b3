import { describe, expect, it } from 'vitest'
import { detectFormat } from '../../src/container/index.js'
import { bytes, join, jws, smallPng } from './images.js'

const BOM = '\ufeff'
const utf16 = (text: string, withMark = true): Uint8Array =>
  new Uint8Array(Buffer.from(withMark ? BOM + text : text, 'utf16le'))
const swapped = (data: Uint8Array): Uint8Array => new Uint8Array(Buffer.from(data).swap16())

describe('detectFormat looks at content', () => {
  it.each([
    ['a PNG', smallPng, 'png'],
    ['a PNG whose first byte lost its high bit', join(new Uint8Array([9]), smallPng.subarray(1)), 'png'],
    ['a PNG with a damaged name in its signature', join(bytes('?png'), smallPng.subarray(4)), 'png'],
    ['a bare svg element', bytes('<svg/>'), 'svg'],
    ['an svg element with a prefix', bytes('<s:svg xmlns:s="http://www.w3.org/2000/svg"/>'), 'svg'],
    ['byte order mark, blanks and a line end in the tag', bytes(`${BOM} \r\n\t<svg\n/>`), 'svg'],
    [
      'a prolog with comments that mention other tags',
      bytes('<?xml version="1.0"?>\n<!-- <html> --><!----><svg>'),
      'svg',
    ],
    ['a document type', bytes('<?xml version="1.0"?><!DOCTYPE svg PUBLIC "a" "b"><svg>'), 'svg'],
    ['a document type with an internal subset', bytes('<!DOCTYPE svg[<!ENTITY a "b">]><svg>'), 'svg'],
    ['UTF-16, little-endian', utf16('<?xml version="1.0"?><svg/>'), 'svg'],
    ['UTF-16, big-endian', swapped(utf16('<svg/>')), 'svg'],
    ['UTF-16 without a mark', utf16('<svg/>', false), 'svg'],
    ['UTF-16 without a mark, big-endian', swapped(utf16('<svg/>', false)), 'svg'],
    ['a PDF', bytes('%PDF-1.7\n'), 'pdf'],
    ['a JSON object behind mark and blanks', bytes(`${BOM}\n {"a":1}`), 'json'],
    ['a JSON list', bytes('[]'), 'json'],
    ['a compact JWS with a line end', bytes(`${jws}\n`), 'jwt'],
    ['a JWT of twelve million characters', bytes(`eyJhbGciOiJFZERTQSJ9.${'a'.repeat(12_000_000)}.c2ln`), 'jwt'],
    ['a JWT without signature', bytes('eyJhbGciOiJub25lIn0.e30.'), 'jwt'],
    ['an encrypted JWT', bytes('eyJhbGciOiJkaXIifQ..aXY.Y2lwaGVy.dGFn'), 'jwt'],
    ['an SD-JWT', bytes(`${jws}~WyJzYWx0Il0~`), 'jwt'],
    ['a JWT with markup', bytes('eyJhbGciOiJFZERTQSJ9.e30.c2ln"><script>'), 'unknown'],
    ['two parts are no JWS', bytes('eyJhbGciOiJFZERTQSJ9.e30'), 'unknown'],
    ['dotted words are no JWS', bytes('header.payload.signature'), 'unknown'],
    ['HTML', bytes('<!DOCTYPE html><svg></svg>'), 'unknown'],
    ['another element whose name starts alike', bytes('<svgs/>'), 'unknown'],
    ['a comment without end', bytes('<!-- <svg>'), 'unknown'],
    ['a lone start of a prolog', bytes('<?xml '), 'unknown'],
    ['blanks only', bytes(' \n'), 'unknown'],
    ['nothing', new Uint8Array(0), 'unknown'],
    ['50 MB that start like a prolog', bytes(`<!--${' '.repeat(50_000_000)}`), 'unknown'],
  ])('%s', (_name, input, format) => {
    expect(detectFormat(input)).toBe(format)
  })
})
