/** Signed badges in every form that is read, changed at random: what is verified must be what was signed. */

import { PDFDocument } from '@cantoo/pdf-lib'
import { proofsOf } from '../../src/badge/index.js'
import { bakeImage } from '../../src/container/index.js'
import { utf8Decode, utf8Encode } from '../../src/internal/bytes.js'
import { base64urlDecode, base64urlEncode } from '../../src/internal/encoding.js'
import { generateKeyPair } from '../../src/keys/index.js'
import { createDocumentLoader } from '../../src/loader/index.js'
import { deriveCredential, signCredential, signCredentialAsJwt, traceProof } from '../../src/proof/index.js'
import { canonicalize } from '../../src/rdf/index.js'
import type { JsonObject } from '../../src/types/json.js'
import type { SuiteName } from '../../src/types/proof.js'
import type { VerifiedResult } from '../../src/types/verification.js'
import { verifyCredential } from '../../src/verify/index.js'
import { chunk, chunkTypes, join, smallPng, text } from '../container/images.js'
import { mutated } from '../rdf/support/mutate.js'
import { type Random, seeded } from '../rdf/support/random.js'
import { sampleBadge } from '../support/badge.js'

export const now = '2026-06-01T00:00:00Z'

/** A change that takes longer than this is a hang. */
export const HANG_MILLISECONDS = 20_000

export const kinds = ['json', 'text', 'jwt', 'png', 'svg', 'pdf'] as const
export type Kind = (typeof kinds)[number]

/** What came of one mutated input; anything but `verified` and `refused` is a defect. */
export type Fate = 'verified' | 'refused' | 'crashed' | 'verified, but not what was signed' | 'hung'

export interface Fuzzer {
  /** The input of a seed: the same every time. */
  input(kind: Kind, seed: number): string | Uint8Array
  fateOf(input: string | Uint8Array): Promise<Fate>
  /** The same with what was thrown, or the defect that was reported. */
  look(input: string | Uint8Array): Promise<{ readonly fate: Fate; readonly error?: unknown }>
  /** What all inputs are made of, by kind. */
  readonly seeds: Readonly<Record<Kind, readonly Uint8Array[]>>
}

const documentLoader = createDocumentLoader()
const suites: readonly (SuiteName | readonly SuiteName[])[] = [
  'eddsa-rdfc-2022',
  'Ed25519Signature2020',
  'eddsa-jcs-2022',
  ['eddsa-rdfc-2022', 'Ed25519Signature2020'],
  'ecdsa-rdfc-2019',
  'ecdsa-sd-2023',
]

/** Everything that the proofs of a badge cover, one text for each proof that passed. */
async function covered(badge: JsonObject): Promise<readonly string[]> {
  const { proof: _, ...document } = badge
  const texts: string[] = []
  for (const proof of proofsOf(badge)) {
    if (proof.cryptosuite === 'ecdsa-sd-2023') {
      const { proofValue: _v, ...members } = proof
      const configuration = { ...members, '@context': badge['@context'] ?? null }
      const [canonicalDocument, canonicalProof] = await Promise.all(
        [document, configuration].map((each) => canonicalize(each, { documentLoader })),
      )
      texts.push(`${canonicalDocument}\n${canonicalProof}`)
    } else {
      const { canonicalDocument, canonicalProof } = await traceProof(badge, proof, { documentLoader })
      texts.push(`${canonicalDocument}\n${canonicalProof}`)
    }
  }
  return texts
}

const plain = (value: object): JsonObject => JSON.parse(JSON.stringify(value))

/** Signs the badges that all inputs start from; the keys differ from run to run, the changes do not. */
export async function createFuzzer(): Promise<Fuzzer> {
  const ed25519 = await generateKeyPair({ seed: new Uint8Array(32).fill(7) })
  const curve = await generateKeyPair({ type: 'P-256' })
  const badges: JsonObject[] = []
  for (const suite of suites) {
    const key = String(suite).startsWith('ecdsa') ? curve : ed25519
    const signed = await signCredential(sampleBadge(key.did), key, { suite, created: '2026-01-01T00:00:00Z' })
    badges.push(plain(suite === 'ecdsa-sd-2023' ? await deriveCredential(signed, { selectivePointers: [] }) : signed))
  }
  // One that has expired, to be mixed with those that are in force.
  const old = { ...sampleBadge(ed25519.did), validUntil: '2026-02-01T00:00:00Z', name: 'Expired' }
  badges.push(plain(await signCredential(old, ed25519, { created: '2026-01-01T00:00:00Z' })))
  const jwts = [
    await signCredentialAsJwt(sampleBadge(curve.did), curve, { now }),
    await signCredentialAsJwt(old, ed25519, { now }),
  ]
  const art = utf8Encode(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>x</title><path d="M0 0"/></svg>',
  )
  const carried = [...badges.slice(0, 3), badges.at(-1) as JsonObject, ...jwts]
  const pngs = await Promise.all(carried.map((badge) => bakeImage(smallPng, badge)))
  const svgs = await Promise.all(carried.map((badge) => bakeImage(art, badge)))
  const pdfs = await Promise.all(carried.map(async (badge) => bakeImage(await emptyPdf(), badge)))
  const signed = new Set((await Promise.all(badges.map(covered))).flat())
  const payloads = new Set(
    await Promise.all(
      jwts.map(async (jwt) => {
        const { credential, unverifiedCredential } = await verifyCredential(jwt, { now })
        return JSON.stringify(credential ?? unverifiedCredential)
      }),
    ),
  )
  const pick = <T>(random: Random, list: readonly T[]): T => list[random.below(list.length)] as T

  const make: Record<Kind, (random: Random) => string | Uint8Array> = {
    json: (random) => JSON.stringify(mutated(random, pick(random, badges))),
    text: (random) => editText(random, JSON.stringify(pick(random, badges)), JSON.stringify(pick(random, badges))),
    jwt: (random) => editJwt(random, pick(random, jwts), pick(random, jwts)),
    png: (random) => editPng(random, pick(random, pngs), pick(random, pngs)),
    svg: (random) => editText(random, text(pick(random, svgs)), text(pick(random, svgs))),
    pdf: (random) => latin1(editText(random, fromLatin1(pick(random, pdfs)), fromLatin1(pick(random, pdfs)))),
  }

  const isWhatWasSigned = async ({ credential, proofs }: VerifiedResult): Promise<boolean> => {
    const badge = credential as unknown as JsonObject
    const embedded = proofsOf(badge).filter((_, i) => proofs[i]?.status === 'passed')
    const byJwt = proofs.some(({ type, status }) => type === 'JWT' && status === 'passed')
    // The payload of a JWT is signed as it is, so that its credential is one of those, member by member.
    if (byJwt) return payloads.has(JSON.stringify(credential))
    const texts = await covered({ ...badge, proof: embedded })
    return texts.length > 0 && texts.every((each) => signed.has(each))
  }

  return {
    input: (kind, seed) => make[kind](seeded(seed * kinds.length + kinds.indexOf(kind))),
    fateOf: async (input) => (await look(input)).fate,
    look,
    seeds: {
      json: badges.map((badge) => utf8Encode(JSON.stringify(badge))),
      text: badges.map((badge) => utf8Encode(JSON.stringify(badge, null, 2))),
      jwt: jwts.map(utf8Encode),
      png: pngs,
      svg: svgs,
      pdf: pdfs,
    },
  }

  async function look(input: string | Uint8Array): Promise<{ fate: Fate; error?: unknown }> {
    const start = performance.now()
    try {
      const result = await verifyCredential(input, { now })
      const defect = result.problems.find(({ code }) => code === 'ERR_INTERNAL')
      if (defect !== undefined) return { fate: 'crashed', error: defect.detail }
      if (performance.now() - start > HANG_MILLISECONDS) return { fate: 'hung' }
      if (!result.verified) return { fate: 'refused' }
      return { fate: (await isWhatWasSigned(result)) ? 'verified' : 'verified, but not what was signed' }
    } catch (error) {
      return { fate: 'crashed', error }
    }
  }
}

/** A PDF of one page. */
async function emptyPdf(): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false })
  document.addPage([300, 200])
  return document.save({ useObjectStreams: false })
}

const fromLatin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')
const latin1 = (edited: string): Uint8Array => new Uint8Array(Buffer.from(edited, 'latin1'))

export const pieces = [
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  'null',
  '1e999',
  '\\u0000',
  '\ud800',
  '__proto__',
  '@context',
  '@id',
  ']]>',
  '<![CDATA[',
  '<!--',
  '-->',
  '&#x41;',
  '&lt;',
  '<g>',
  '</g>',
  '<openbadges:credential verify="x"/>',
  ' xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"',
  '<!DOCTYPE svg>',
  '\u0000',
  '\ufeff',
  'é',
  '😀',
] as const

/** One to four edits of a text: cuts, copies, inserts, exchanges, and pieces of another text. */
export function editText(random: Random, start: string, other: string): string {
  let edited = start
  for (let left = 1 + random.below(4); left > 0; left--) {
    const at = random.below(edited.length + 1)
    const end = Math.min(edited.length, at + random.below(random.chance(0.2) ? 400 : 6))
    const from = random.below(other.length)
    const edits: readonly [string, ...string[]] = [
      edited.slice(0, at) + edited.slice(end),
      edited.slice(0, at) + random.pick(pieces) + edited.slice(at),
      edited.slice(0, at) + random.pick(pieces) + edited.slice(end),
      edited.slice(0, end) + edited.slice(at),
      edited.slice(0, at) + other.slice(from, from + random.below(400)) + edited.slice(end),
      edited.slice(0, at) + String.fromCharCode(random.below(128)) + edited.slice(at + 1),
      random.chance(0.1) ? edited.slice(0, at) : `${edited} `,
    ]
    edited = random.pick(edits)
  }
  return edited
}

/** The parts of a JWT exchanged, written anew, or edited as text. */
export function editJwt(random: Random, start: string, other: string): string {
  const parts = start.split('.')
  const others = other.split('.')
  const which = random.below(3)
  const rewritten = (change: (json: string) => string): string => {
    const json = utf8Decode(base64urlDecode(parts[which] ?? ''))
    return parts
      .map((part, i) => (i === which ? base64urlEncode(utf8Encode(change(json).toWellFormed())) : part))
      .join('.')
  }
  const choice = random.below(5)
  if (choice === 0) return parts.map((part, i) => (i === which ? (others[i] ?? '') : part)).join('.')
  if (choice === 1 && which < 2) return rewritten((json) => JSON.stringify(mutated(random, JSON.parse(json))))
  if (choice === 2 && which < 2) return rewritten((json) => editText(random, json, json))
  if (choice === 3) return start.slice(0, random.below(start.length)) + random.pick(['A', '.', '=', '-', ' ', '~'])
  const at = random.below(start.length)
  return start.slice(0, at) + random.pick(['A', 'B', '.', '_', '-', '', 'AA', '\n']) + start.slice(at + random.below(3))
}

/** Bytes changed, chunks dropped, doubled, exchanged, taken from another picture or written anew with a sound checksum. */
export function editPng(random: Random, start: Uint8Array, other: Uint8Array): Uint8Array {
  const edits = [
    () => {
      const copy = start.slice()
      for (let left = 1 + random.below(4); left > 0; left--) copy[random.below(copy.length)] = random.below(256)
      return copy
    },
    () => start.slice(0, random.below(start.length)),
    () => join(start, other.subarray(random.below(other.length))),
    () => {
      const chunks = [...chunksOf(start)]
      const at = 1 + random.below(chunks.length - 1)
      const [taken] = chunks.splice(at, 1)
      if (random.chance(0.5) && taken !== undefined) chunks.splice(1 + random.below(chunks.length), 0, taken, taken)
      return join(start.subarray(0, 8), ...chunks)
    },
    () => {
      const chunks = [...chunksOf(start)]
      chunks.splice(1 + random.below(chunks.length - 1), random.below(2), ...chunksOf(other).slice(1, 3))
      return join(start.subarray(0, 8), ...chunks)
    },
    () => {
      const chunks = [...chunksOf(start)]
      const i = chunkTypes(start).indexOf('iTXt')
      const data = (chunks[i] ?? new Uint8Array(12)).slice(8, -4)
      const edited = utf8Encode(editText(random, text(data), text(data)).toWellFormed())
      chunks[i] = chunk(random.chance(0.9) ? 'iTXt' : random.pick(['tEXt', 'zTXt', 'iTXT']), edited)
      return join(start.subarray(0, 8), ...chunks)
    },
  ] as const
  return random.pick(edits)()
}

function chunksOf(png: Uint8Array): Uint8Array[] {
  const view = new DataView(png.buffer, png.byteOffset)
  const chunks: Uint8Array[] = []
  for (let at = 8; at + 12 <= png.length; at += 12 + view.getUint32(at)) {
    chunks.push(png.slice(at, at + 12 + view.getUint32(at)))
  }
  return chunks
}
