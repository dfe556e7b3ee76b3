import { crc32 } from 'node:zlib'

const keyword = 'openbadges'

/** A PNG with a chunk before its end, as the baking specification of Open Badges 2.0 has it (`tEXt`: of 1.0). */
export function pngWith(picture: Uint8Array, type: 'iTXt' | 'tEXt', text: string): Uint8Array {
  const content = Buffer.from(type === 'tEXt' ? `${keyword}\0${text}` : `${keyword}\0\0\0\0\0${text}`, 'utf8')
  const typed = Buffer.concat([Buffer.from(type), content])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(typed))
  const end = picture.length - 12
  return new Uint8Array(Buffer.concat([picture.subarray(0, end), length, typed, sum, picture.subarray(end)]))
}

/** An SVG with an assertion element, as the baking specification of Open Badges 2.0 has it. */
export function svgWith({ verify, body = '' }: { verify?: string; body?: string }): Uint8Array {
  const attribute = verify === undefined ? '' : ` verify="${verify}"`
  return new TextEncoder().encode(
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="http://openbadges.org"><openbadges:assertion${attribute}><![CDATA[${body}]]></openbadges:assertion><circle r="9"/></svg>`,
  )
}
