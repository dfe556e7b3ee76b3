import { createCipheriv, createDecipheriv, scrypt } from 'node:crypto'
import { BadgeError } from '../../errors.js'
import { randomBytes } from '../../internal/random.js'

/**
 * A stream that is encrypted with a passphrase. The head, 35 bytes: `BWSEALED`, the version (1), the parameters of scrypt
 * (log2 N, r, p), a salt of 16 bytes, the first 7 bytes of every nonce. Then chunks of 65,536 bytes, the last one shorter,
 * each encrypted by AES-256-GCM and followed by its tag of 16 bytes. The nonce of a chunk is those 7 bytes, its number (4
 * bytes, from 0), and 1 for the last chunk or 0; the head is additional data of each. So nothing can be altered, moved, left
 * out or cut off without being noticed (the construction STREAM, as `age` has it).
 */
const MAGIC = Buffer.from('BWSEALED', 'latin1')
const HEAD = 35
const CHUNK = 65_536
const TAG = 16
const COST = { logN: 17, r: 8, p: 1 }
export const LEAST_LOG_N = 14
/** What a head may ask of this machine at most: 1 GB. */
const MOST_LOG_N = 20

export const isSealed = (start: Uint8Array): boolean => MAGIC.equals(start.subarray(0, MAGIC.length))

/** `logN` is what the head says of the cost; another than the usual is for tests. */
export async function* seal(
  source: AsyncIterable<Uint8Array>,
  passphrase: string,
  logN = COST.logN,
): AsyncGenerator<Uint8Array> {
  const { r, p } = COST
  const head = Buffer.concat([MAGIC, Buffer.from([1, logN, r, p]), randomBytes(16), randomBytes(7)])
  const key = await keyOf(passphrase, head)
  yield head
  let number = 0
  for await (const { bytes, isLast } of chunksOf(source, CHUNK)) {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(head, number, isLast)).setAAD(head)
    yield Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
    number += 1
  }
}

/** @throws BadgeError `ERR_BACKUP_INVALID` for another passphrase, and for whatever was altered or cut off */
export async function* unseal(source: AsyncIterable<Uint8Array>, passphrase: string): AsyncGenerator<Uint8Array> {
  let head: Buffer | undefined
  let key: Buffer | undefined
  let number = 0
  for await (const { bytes, isLast } of chunksOf(source, CHUNK + TAG, HEAD)) {
    if (head === undefined || key === undefined) {
      head = bytes
      assertHead(head, isLast)
      key = await keyOf(passphrase, head)
      continue
    }
    if (bytes.length < TAG) throw altered()
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(head, number, isLast)).setAAD(head)
    decipher.setAuthTag(bytes.subarray(-TAG))
    let plain: Buffer
    try {
      plain = Buffer.concat([decipher.update(bytes.subarray(0, -TAG)), decipher.final()])
    } catch {
      throw altered()
    }
    number += 1
    yield plain
  }
}

function assertHead(head: Buffer, isLast: boolean): void {
  const [version, logN = 0, r, p] = head.subarray(MAGIC.length)
  if (isLast || head.length < HEAD || !isSealed(head) || version !== 1) throw altered()
  if (logN < LEAST_LOG_N || logN > MOST_LOG_N || r !== COST.r || p !== COST.p) throw altered()
}

function nonceOf(head: Buffer, number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  head.copy(nonce, 0, HEAD - 7, HEAD)
  nonce.writeUInt32BE(number, 7)
  nonce[11] = isLast ? 1 : 0
  return nonce
}

function keyOf(passphrase: string, head: Buffer): Promise<Buffer> {
  const [logN = 0, r = 0, p = 0] = head.subarray(MAGIC.length + 1)
  const N = 2 ** logN
  const salt = head.subarray(MAGIC.length + 4, MAGIC.length + 20)
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFC'), salt, 32, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    )
  })
}

/** Chunks of this size (the first of another, where one is given), and which is the last; that may be empty. */
async function* chunksOf(
  source: AsyncIterable<Uint8Array>,
  size: number,
  first = size,
): AsyncGenerator<{ readonly bytes: Buffer; readonly isLast: boolean }> {
  let held: Buffer[] = []
  let length = 0
  let wanted = first
  for await (const piece of source) {
    held.push(Buffer.from(piece.buffer, piece.byteOffset, piece.length))
    length += piece.length
    if (length <= wanted) continue
    let all = Buffer.concat(held)
    // One more byte shows that a chunk is not the last.
    while (all.length > wanted) {
      yield { bytes: all.subarray(0, wanted), isLast: false }
      all = all.subarray(wanted)
      wanted = size
    }
    held = [all]
    length = all.length
  }
  yield { bytes: Buffer.concat(held), isLast: true }
}

const altered = (): BadgeError =>
  new BadgeError('ERR_BACKUP_INVALID', 'The passphrase is another, or the backup was altered or cut off.')
