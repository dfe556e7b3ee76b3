import { constants, deflateRawSync, gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { limits } from '../../src/internal/limits.js'
import {
  createStatusEntry,
  createStatusList,
  createStatusListCredential,
  getStatus,
  MIN_STATUS_LIST_LENGTH,
  parseStatusListCredential,
  publishStatusList,
  setStatus,
} from '../../src/status/index.js'
import { decodeBitstring, encodeBitstring } from '../../src/status/lists/encoding.js'
import type { JsonObject } from '../../src/types/json.js'
import type { KeyPair } from '../../src/types/keys.js'
import { testKey } from '../support/badge.js'
import { codeOf } from '../support/codes.js'

const seed = 20261
const revocation = createStatusList({ purpose: 'revocation' })
const id = 'https://acme.example/status/1'

describe('createStatusList', () => {
  it('has 131,072 entries of one bit, all 0', () => {
    expect([revocation.length, revocation.statusSize, revocation.bits.length]).toEqual([131_072, 1, 16_384])
    expect(revocation.bits.every((byte) => byte === 0)).toBe(true)
  })

  it.each([
    [{ length: MIN_STATUS_LIST_LENGTH - 8 }, 'ERR_STATUS_LIST_LENGTH'],
    [{ length: 0 }, 'ERR_STATUS_LIST_LENGTH'],
    [{ length: MIN_STATUS_LIST_LENGTH + 1 }, 'ERR_ARGUMENT_INVALID'],
    [{ length: Number.NaN }, 'ERR_ARGUMENT_INVALID'],
    [{ length: limits.statusListBytes * 8 + 8 }, 'ERR_ARGUMENT_INVALID'],
    [{ length: limits.statusListBytes * 8, statusSize: 2 }, 'ERR_ARGUMENT_INVALID'],
    [{ statusSize: 0 }, 'ERR_ARGUMENT_INVALID'],
    [{ statusSize: 9 }, 'ERR_ARGUMENT_INVALID'],
    [{ statusSize: 1.5 }, 'ERR_ARGUMENT_INVALID'],
    [{ purpose: 'fun' as 'message' }, 'ERR_ARGUMENT_INVALID'],
  ])('refuses %j', async (options, code) => {
    expect(await codeOf(() => createStatusList({ purpose: 'revocation', ...options }))).toBe(code)
  })
})

describe('bit order (Bitstring Status List 1.0 §3: position 0 is the leftmost bit)', () => {
  it.each([
    [0, 0, 0b1000_0000],
    [1, 0, 0b0100_0000],
    [7, 0, 0b0000_0001],
    [8, 1, 0b1000_0000],
    [131_071, 16_383, 0b0000_0001],
  ])('entry %i is in byte %i as %i', (index, at, byte) => {
    const list = setStatus(revocation, index)
    expect(list.bits[at]).toBe(byte)
    expect(list.bits.filter((each) => each !== 0)).toHaveLength(1)
    expect(getStatus(list, index)).toBe(1)
    expect(
      [index - 1, index + 1].filter((i) => i >= 0 && i < list.length).map((i) => getStatus(list, i)),
    ).not.toContain(1)
  })

  it.each([
    [2, 1, 0b10, [0b0010_0000, 0]],
    [3, 2, 0b101, [0b0000_0010, 0b1000_0000]],
    [8, 1, 0xa5, [0, 0xa5]],
  ])('%i bits: entry %i with value %i', (statusSize, index, value, bytes) => {
    const list = setStatus(createStatusList({ purpose: 'message', statusSize }), index, value)
    expect([...list.bits.subarray(0, 2)]).toEqual(bytes)
    expect(getStatus(list, index)).toBe(value)
  })
})

describe('setStatus and getStatus', () => {
  it('what was set is read, and nothing else changes', () => {
    const size = fc.integer({ min: 1, max: 8 })
    const entries = (statusSize: number) =>
      fc.array(fc.tuple(fc.nat(MIN_STATUS_LIST_LENGTH - 1), fc.nat(2 ** statusSize - 1)), { maxLength: 12 })
    const cases = size.chain((statusSize) => fc.tuple(fc.constant(statusSize), entries(statusSize)))
    fc.assert(
      fc.property(cases, ([statusSize, changes]) => {
        let list = createStatusList({ purpose: 'message', statusSize })
        const expected = new Map<number, number>()
        for (const [index, value] of changes) {
          list = setStatus(list, index, value)
          expected.set(index, value)
        }
        const near = [...expected.keys()].flatMap((i) => [i - 1, i, i + 1]).filter((i) => i >= 0 && i < list.length)
        for (const index of near) expect(getStatus(list, index)).toBe(expected.get(index) ?? 0)
      }),
      { seed, numRuns: 60 },
    )
  })

  it('leaves the list as it was', () => {
    setStatus(revocation, [1, 2, 3])
    expect(revocation.bits.every((byte) => byte === 0)).toBe(true)
  })

  it.each([-1, 131_072, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('there is no index %s', async (index) => {
    expect(await codeOf(() => setStatus(revocation, index))).toBe('ERR_STATUS_INDEX')
    expect(await codeOf(() => getStatus(revocation, index))).toBe('ERR_STATUS_INDEX')
    expect(await codeOf(() => createStatusEntry(revocation, index, { statusListCredential: id }))).toBe(
      'ERR_STATUS_INDEX',
    )
  })

  it.each([-1, 2, 0.5, Number.NaN])('the value %s does not fit into one bit', async (value) => {
    expect(await codeOf(() => setStatus(revocation, 0, value))).toBe('ERR_ARGUMENT_INVALID')
  })
})

describe('encodedList', () => {
  it('is multibase base64url of GZIP data, which another implementation reads', async () => {
    const { bits } = setStatus(revocation, [5, 70_000])
    const text = await encodeBitstring(bits)
    expect(text).toMatch(/^uH4s[A-Za-z0-9_-]+$/)
    expect(new Uint8Array(gunzipSync(Buffer.from(text.slice(1), 'base64url')))).toEqual(bits)
    expect(await decodeBitstring(text)).toEqual(bits)
  })

  it('comes back as it went in', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (bits) => {
        expect(await decodeBitstring(await encodeBitstring(bits))).toEqual(bits)
      }),
      { seed, numRuns: 50 },
    )
  })

  it.each(['base64', 'base64url'] as const)(
    'is read without multibase, in %s, as StatusList2021 wrote it',
    async (to) => {
      const bits = new Uint8Array(300).map((_, i) => (i * 7919) % 256)
      expect(await decodeBitstring(gzipSync(bits).toString(to))).toEqual(bits)
    },
  )

  it.each([
    ['nothing', ''],
    ['no base64url', 'u!!!'],
    ['no GZIP data', 'uAAAA'],
    ['half of it', 'uH4sIAAAAAAAAA-3BMQEAAAwCoGUx6aLb'],
    ['one more byte behind it', `u${Buffer.concat([gzipSync('a'), new Uint8Array([1])]).toString('base64url')}`],
  ])('%s is refused', async (_name, text) => {
    expect(await codeOf(() => decodeBitstring(text))).toBe('ERR_STATUS_LIST_INVALID')
  })

  it('noise is refused or read, and nothing else happens', async () => {
    const codes = new Set<string>()
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), async (noise) => {
        const gz = Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0]), noise])
        codes.add(await codeOf(() => decodeBitstring(`u${gz.toString('base64url')}`)))
      }),
      { seed, numRuns: 200 },
    )
    expect([...codes].filter((code) => code !== 'no error')).toEqual(['ERR_STATUS_LIST_INVALID'])
  })

  it('a bomb of 512 MB is refused, and never unpacked as a whole', async () => {
    const megabyte = deflateRawSync(new Uint8Array(1024 * 1024), { finishFlush: constants.Z_FULL_FLUSH })
    const head = gzipSync('').subarray(0, 10)
    const bomb = `u${Buffer.concat([head, ...Array<Buffer>(512).fill(megabyte)]).toString('base64url')}`
    // Each piece that comes out is counted on its way: what is kept of them is at most what came.
    const { getReader } = ReadableStream.prototype
    const pieces: Promise<ReadableStreamReadResult<Uint8Array>>[] = []
    vi.spyOn(ReadableStream.prototype, 'getReader').mockImplementation(function (this: ReadableStream) {
      const reader = getReader.call(this) as ReadableStreamDefaultReader<Uint8Array>
      const read = reader.read.bind(reader)
      return Object.assign(reader, {
        read() {
          const piece = read()
          pieces.push(piece)
          return piece
        },
      })
    } as typeof getReader)
    expect(await codeOf(() => decodeBitstring(bomb))).toBe('ERR_LIMIT_EXCEEDED')
    const unpacked = (await Promise.all(pieces)).reduce((sum, { value }) => sum + (value?.length ?? 0), 0)
    expect(unpacked).toBeGreaterThan(limits.statusListBytes)
    expect(unpacked).toBeLessThan(limits.statusListBytes + 1024 * 1024)
  }, 60_000)

  it('a text over the limit is refused before any work', async () => {
    expect(await codeOf(() => decodeBitstring('u'.padEnd(limits.statusListText + 1, 'A')))).toBe('ERR_LIMIT_EXCEEDED')
  })
})

describe('createStatusEntry', () => {
  it('says where the entry of the holder is', () => {
    expect(createStatusEntry(revocation, 7, { statusListCredential: id })).toEqual({
      id: `${id}#7`,
      type: 'BitstringStatusListEntry',
      statusPurpose: 'revocation',
      statusListIndex: '7',
      statusListCredential: id,
    })
  })

  it('gives each value its message', () => {
    const list = createStatusList({ purpose: 'message', statusSize: 2 })
    const statusMessage = ['valid', 'in review', 'appealed', 'superseded']
    const entry = createStatusEntry(list, 7, {
      statusListCredential: id,
      statusMessage,
      statusReference: 'https://acme.example/states',
    })
    expect(entry).toMatchObject({ statusSize: 2, statusReference: 'https://acme.example/states' })
    expect(entry.statusMessage?.[3]).toEqual({ status: '0x3', message: 'superseded' })
  })

  it.each([
    [1, ['only one']],
    [2, undefined],
    [2, ['a', 'b']],
  ])('%i bits do not go with the messages %j', async (statusSize, statusMessage) => {
    const list = createStatusList({ purpose: 'message', statusSize })
    const options = { statusListCredential: id, ...(statusMessage === undefined ? {} : { statusMessage }) }
    expect(await codeOf(() => createStatusEntry(list, 0, options))).toBe('ERR_ARGUMENT_INVALID')
  })

  it('needs the URL of the list', async () => {
    expect(await codeOf(() => createStatusEntry(revocation, 0, { statusListCredential: 'list.json' }))).toBe(
      'ERR_ARGUMENT_INVALID',
    )
  })
})

describe('the credential of a list', () => {
  let key: KeyPair
  beforeAll(async () => {
    key = await testKey()
  })
  const times = { validFrom: '2026-01-01T00:00:00Z', validUntil: new Date('2027-01-01T00:00:00Z') }

  it('has the shape of Bitstring Status List 1.0 §2.2', async () => {
    const credential = await createStatusListCredential(revocation, { id, issuer: key.did, ttl: 60_000, ...times })
    expect(credential).toEqual({
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      id,
      type: ['VerifiableCredential', 'BitstringStatusListCredential'],
      issuer: key.did,
      validFrom: '2026-01-01T00:00:00Z',
      validUntil: '2027-01-01T00:00:00Z',
      credentialSubject: {
        id: `${id}#list`,
        type: 'BitstringStatusList',
        statusPurpose: 'revocation',
        encodedList: await encodeBitstring(revocation.bits),
        ttl: 60_000,
      },
    })
  })

  it('counts from now on unless told', async () => {
    const before = Math.floor(Date.now() / 1000) * 1000
    const { validFrom } = await createStatusListCredential(revocation, { id, issuer: { id: key.did } })
    expect(Date.parse(String(validFrom))).toBeGreaterThanOrEqual(before)
  })

  it('is signed, and gives the list back', async () => {
    const list = setStatus(createStatusList({ purpose: 'message', statusSize: 4, length: 131_080 }), 9, 11)
    const now = '2026-01-01T00:00:00Z'
    const signed = await publishStatusList(list, key, { id, now, suite: 'Ed25519Signature2020' })
    expect(signed).toMatchObject({ issuer: key.did, validFrom: now, proof: { type: 'Ed25519Signature2020' } })
    expect(await parseStatusListCredential(signed, { statusSize: 4 })).toEqual(list)
  })

  it('may be signed by a key that has only an id', async () => {
    const signer = { id: key.id, type: key.type, sign: key.sign }
    const signed = await publishStatusList(revocation, signer, { id, issuer: { id: key.did }, ttl: 0, ...times })
    expect(signed.issuer).toEqual({ id: key.did })
    expect((await publishStatusList(revocation, signer, { id })).issuer).toBe(key.did)
  })

  it.each([
    [{ id: 'list' }],
    [{ issuer: 'Acme' }],
    [{ issuer: {} }],
    [{ ttl: -1 }],
    [{ ttl: 1.5 }],
    [{ validFrom: 'today' }],
    [{ validUntil: new Date(Number.NaN) }],
  ])('refuses %j', async (change) => {
    const options = { id, issuer: key.did, ...times, ...change }
    expect(await codeOf(() => createStatusListCredential(revocation, options))).toBe('ERR_ARGUMENT_INVALID')
  })

  it.each<[JsonObject]>([
    [{}],
    [{ credentialSubject: 'list' }],
    [{ credentialSubject: { type: 'BitstringStatusList', statusPurpose: 'revocation' } }],
    [{ credentialSubject: { type: 'BitstringStatusList', encodedList: 'uH4s' } }],
    [{ credentialSubject: { type: 'Other', statusPurpose: 'revocation', encodedList: 'uH4s' } }],
    [{ credentialSubject: { type: 'BitstringStatusList', statusPurpose: 'revocation', encodedList: 'uH4s' } }],
  ])('%j publishes no list', async (credential) => {
    expect(await codeOf(() => parseStatusListCredential(credential))).toBe('ERR_STATUS_LIST_INVALID')
  })

  it('a size that no list has is a wrong argument', async () => {
    expect(await codeOf(() => parseStatusListCredential({}, { statusSize: 0 }))).toBe('ERR_ARGUMENT_INVALID')
  })
})
