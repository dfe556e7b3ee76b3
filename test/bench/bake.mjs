// Baking a large PNG against a plain copy of its bytes.
import { crc32 } from 'node:zlib'
import { bakeImage } from '../../dist/bake.js'
import { compare } from './timing.mjs'

/** A PNG of about 5 MB in chunks of 64 kB, as encoders write it. What the chunks hold is of no matter to baking. */
function largePng(bytes, seed) {
  const parts = [Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)]
  const header = new Uint8Array(13)
  new DataView(header.buffer).setUint32(0, 1600)
  new DataView(header.buffer).setUint32(4, 1050)
  header.set([8, 2, 0, 0, 0], 8)
  parts.push(chunk('IHDR', header))
  for (let left = bytes, state = seed; left > 0; left -= 65536) {
    const data = new Uint8Array(Math.min(left, 65536))
    for (let i = 0; i < data.length; i++) {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0
      data[i] = state >>> 16
    }
    parts.push(chunk('IDAT', data))
  }
  parts.push(chunk('IEND', new Uint8Array(0)))
  return new Uint8Array(Buffer.concat(parts))
}

function chunk(type, data) {
  const out = new Uint8Array(12 + data.length)
  const view = new DataView(out.buffer)
  view.setUint32(0, data.length)
  out.set(Buffer.from(type), 4)
  out.set(data, 8)
  view.setUint32(8 + data.length, crc(out.subarray(4, 8 + data.length)))
  return out
}

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1
  return n >>> 0
})

/** `zlib.crc32` came with Node 20.15 and 22.2. */
const crc =
  crc32 ??
  ((bytes) => {
    let state = 0xffffffff
    for (const byte of bytes) state = table[(state ^ byte) & 255] ^ (state >>> 8)
    return (state ^ 0xffffffff) >>> 0
  })

export async function measureBaking(badge, { seed, rounds }) {
  const png = largePng(5_000_000, seed)
  const images = (count) => Array.from({ length: count }, () => png)
  const { clock: times } = await compare(
    {
      ours: { prepare: (_, n) => images(n), run: (image) => bakeImage(image, badge, { ifBaked: 'refuse' }) },
      copy: { prepare: (_, n) => images(n), run: (image) => image.slice() },
    },
    { rounds, turn: 100, warmUp: 200 },
  )
  return { bytes: png.length, milliseconds: times, timesACopy: times.ours / times.copy }
}
