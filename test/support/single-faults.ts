import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { fixDraft } from '../../src/fix-draft.js'
import { asArray } from '../../src/internal/json.js'
import { createDidDocument, generateKeyPair } from '../../src/keys/index.js'
import { signCredential } from '../../src/proof/index.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import type { KeyPair } from '../../src/types/keys.js'
import type { Problem, VerificationResult } from '../../src/types/verification.js'
import { type VerifyOptions, verifyCredential } from '../../src/verify/index.js'

/** Badges with one fault each, with what a person should be told of it; see `../shared/cases/README.md`. */
const folder = fileURLToPath(new URL('../../../shared/cases/faults/', import.meta.url))

export const hasFaults = existsSync(folder)

export interface SingleFault {
  readonly name: string
  readonly family: 'A' | 'B' | 'C'
  readonly as: 'object' | 'text' | 'bytes'
  readonly file: string
  readonly options?: VerifyOptions
  readonly documents?: string
  readonly expect: {
    readonly outcome?: string
    readonly codes?: readonly string[]
    readonly pointer?: string
    readonly says?: string
    readonly mechanicalFix?: boolean
  }
}

interface Manifest {
  readonly now: string
  readonly documents: string
  readonly cases: readonly SingleFault[]
}

const readJson = <T>(file: string): T => JSON.parse(readFileSync(folder + file, 'utf8')) as T

export const faults: Manifest = hasFaults ? readJson('manifest.json') : { now: '', documents: '', cases: [] }

export function inputOf({ as, file }: SingleFault): unknown {
  const bytes = readFileSync(folder + file)
  if (as === 'bytes') return new Uint8Array(bytes)
  return as === 'text' ? bytes.toString('utf8') : JSON.parse(bytes.toString('utf8'))
}

const documentsOf = ({ documents = faults.documents }: SingleFault) => readJson<Record<string, JsonObject>>(documents)

export const verifyFault = (fault: SingleFault): Promise<VerificationResult> =>
  verifyCredential(inputOf(fault), { now: faults.now, documents: documentsOf(fault), ...fault.options })

const regExpOf = (source: string): RegExp => {
  const end = source.lastIndexOf('/')
  return new RegExp(source.slice(1, end), source.slice(end + 1))
}

/** What a reader meets first; that an unsigned document of family A is unsigned is not its fault. */
export const firstOf = ({ problems, warnings }: VerificationResult, { family }: SingleFault): Problem | undefined =>
  [...problems.filter(({ code }) => family !== 'A' || code !== 'ERR_PROOF_MISSING'), ...warnings][0]

/** What of the expectations the first finding does not meet; empty where it names the fault. */
export function missesOf(result: VerificationResult, fault: SingleFault): readonly string[] {
  const { outcome = 'any', codes, pointer, says } = fault.expect
  const first = firstOf(result, fault)
  const { detail = '', next = '' } = (first ?? {}) as { detail?: string; next?: string }
  return [
    ...(outcome === 'any' || result.outcome === outcome || (outcome === 'verified-or-said' && result.verified)
      ? []
      : outcome === 'verified-or-said'
        ? []
        : [`outcome ${result.outcome}`]),
    ...(codes === undefined || codes.includes(first?.code ?? '') ? [] : [`code ${first?.code}`]),
    ...(pointer === undefined || regExpOf(pointer).test(first?.pointer ?? '') ? [] : [`pointer ${first?.pointer}`]),
    ...(says === undefined ||
    regExpOf(says).test(`${detail} ${next}`) ||
    (outcome === 'verified-or-said' && result.verified)
      ? []
      : [`words "${detail} ${next}"`]),
  ]
}

/** A key of the issuer that the badges name, and documents with that issuer's, which lists the key. */
export async function issuedBy(
  documents = readJson<Record<string, JsonObject>>(faults.documents),
): Promise<{ readonly key: KeyPair; readonly documents: Record<string, JsonObject> }> {
  const key = await generateKeyPair({ controller: ISSUER, seed: new Uint8Array(32).fill(7) })
  return { key, documents: { ...documents, [ISSUER_DOCUMENT]: withKey(documents[ISSUER_DOCUMENT] ?? {}, key) } }
}

/** Signs what `fixDraft` makes of the document, and verifies it; says what is in the way, or nothing. */
export async function unmended(fault: SingleFault): Promise<string | undefined> {
  try {
    const { fixed, remaining } = fixDraft(inputOf(fault) as object)
    const { key, documents } = await issuedBy(documentsOf(fault))
    const signed = await signCredential(fixed, key, { now: faults.now })
    const result = await verifyCredential(signed, { now: faults.now, documents })
    return result.verified
      ? undefined
      : [...remaining, ...result.problems].map(({ pointer, detail }) => `${pointer} ${detail}`).join(' | ')
  } catch (error) {
    return (error as Error).message
  }
}

const ISSUER = 'did:web:badges.example.edu'
const ISSUER_DOCUMENT = 'https://badges.example.edu/.well-known/did.json'

function withKey(document: JsonObject, key: KeyPair): JsonObject {
  const { verificationMethod, assertionMethod } = createDidDocument({ did: ISSUER, keys: [key] })
  return {
    ...document,
    verificationMethod: [...asArray<JsonValue>(document.verificationMethod), ...verificationMethod],
    assertionMethod: [...asArray<JsonValue>(document.assertionMethod), ...assertionMethod],
  }
}
