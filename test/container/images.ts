import { deflateSync } from 'node:zlib'
import { PNG } from 'pngjs'
import { crc32 } from '../../src/container/png/crc32.js'

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
export const text = (data: Uint8Array): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(data)

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}

/** One chunk of a PNG, with a sound CRC. */
export function chunk(type: string, data: Uint8Array | string): Uint8Array {
  const body = join(bytes(type), typeof data === 'string' ? bytes(data) : data)
  const size = new Uint8Array(4)
  new DataView(size.buffer).setUint32(0, body.length - 4)
  const crc = new Uint8Array(4)
  new DataView(crc.buffer).setUint32(0, crc32(body))
  return join(size, body, crc)
}

/** A picture of 2 × 2 pixels, made by another library. */
export const smallPng: Uint8Array = new Uint8Array(PNG.sync.write(new PNG({ width: 2, height: 2, fill: true })))

const AFTER_IHDR = 33

/** `image` with chunks put in after its header. */
export function withChunks(...chunks: readonly Uint8Array[]): Uint8Array {
  return join(smallPng.subarray(0, AFTER_IHDR), ...chunks, smallPng.subarray(AFTER_IHDR))
}

/** Types of the chunks, by a walk that shares no code with the library. */
export function chunkTypes(image: Uint8Array): string[] {
  const data = Buffer.from(image)
  const types: string[] = []
  for (let at = 8; at < data.length; at += 12 + data.readUInt32BE(at))
    types.push(data.toString('latin1', at + 4, at + 8))
  return types
}

export const deflate = (data: Uint8Array | string): Uint8Array => new Uint8Array(deflateSync(data))

export const pixels = (image: Uint8Array): Buffer => PNG.sync.read(Buffer.from(image)).data

export const OB3 = 'https://purl.imsglobal.org/ob/v3p0'
export const OB2 = 'http://openbadges.org'
export const CLR = 'https://purl.imsglobal.org/clr/v2p0'
export const SVG = 'xmlns="http://www.w3.org/2000/svg"'

/** Any credential will do: baking does not look into it. */
export const credential = {
  '@context': ['https://www.w3.org/ns/credentials/v2'],
  type: ['VerifiableCredential', 'OpenBadgeCredential'],
  name: 'Schweißen 溶接 👩‍🏭',
  proof: { type: 'DataIntegrityProof' },
}
export const json = JSON.stringify(credential)
export const jws = 'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl'
