import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import type { DocumentMap } from '../../src/types/loader.js'
import type { VerificationResult } from '../../src/types/verification.js'
import { type VerifyOptions, verifyCredential } from '../../src/verify/index.js'

/** What is handed in, and how. */
export interface HandedIn {
  readonly file: string
  /** Of the file unpacked. */
  readonly sha256: string
  /** It is handed over as text, not as the bytes of a file. */
  readonly text?: true
  readonly options: VerifyOptions
  /** A file of documents that answer instead of the network. */
  readonly documents?: string
}

/** One attack, as `fixtures/attacks/manifest.json` has it. */
export interface Attack extends HandedIn {
  readonly name: string
  /** A twin that differs in nothing but the fault, and verifies. */
  readonly sound?: HandedIn
  /** A behaviour of `harmfulServers`, or a server with the certificate of another authority. */
  readonly server?: string
  /** Where a server sends the reader on. */
  readonly redirect?: string
  /** The name has another address, a private one, when it is looked up again. */
  readonly rebind?: true
  /** The address itself is refused: nobody is asked. */
  readonly untouched?: true
  readonly expect: { readonly outcome: 'failed' | 'indeterminate'; readonly check: string; readonly code: string }
}

export const attacksFolder = fileURLToPath(new URL('../../fixtures/attacks/cases/', import.meta.url))

export const attacks: readonly Attack[] = JSON.parse(readFileSync(`${attacksFolder}manifest.json`, 'utf8'))

/** The bytes of a file, unpacked where it lies there packed. */
export function readAttack(file: string): Uint8Array {
  const bytes = readFileSync(attacksFolder + file)
  return new Uint8Array(file.endsWith('.gz') ? gunzipSync(bytes) : bytes)
}

/** What is verified. */
export const inputOf = ({ file, text }: HandedIn): string | Uint8Array =>
  text ? new TextDecoder().decode(readAttack(file)) : readAttack(file)

const documentsOf = ({ documents }: HandedIn): DocumentMap =>
  documents === undefined ? {} : JSON.parse(new TextDecoder().decode(readAttack(documents)))

export const optionsOf = (given: HandedIn): VerifyOptions => ({
  ...given.options,
  documents: { ...given.options.documents, ...documentsOf(given) },
})

const results = new Map<string, Promise<VerificationResult>>()

/** What is said of one that needs no network; asked once by all the tests of a worker. */
export function resultOf(attack: Attack): Promise<VerificationResult> {
  const result = results.get(attack.name) ?? verifyCredential(inputOf(attack), optionsOf(attack))
  results.set(attack.name, result)
  return result
}

const LARGE = 50_000

/** It has more to read than any badge: those that are after memory are among them. */
export const isLarge = ({ file, documents }: Attack): boolean =>
  [file, documents].some((name) => name !== undefined && readAttack(name).length > LARGE)

export const needsNetwork = ({ server, redirect, rebind, untouched }: Attack): boolean =>
  (server ?? redirect ?? rebind ?? untouched) !== undefined
