/** Documents to canonicalise, from every source that the differential tests use. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isJsonObject } from '../../../src/internal/json.js'
import type { JsonObject, JsonValue } from '../../../src/types/json.js'
import { vectorsDir } from '../../support/vectors.js'
import { validCredential } from './generate-badge.js'
import { mutated } from './mutate.js'
import { seeded } from './random.js'
import type { Contexts } from './reference.js'
import { tinyDocument } from './tiny.js'
import { wildDocument } from './wild.js'

export interface Sample {
  readonly name: string
  readonly document: JsonObject
}

function jsonObjectsIn(dir: string, prefix = ''): Sample[] {
  const samples: Sample[] = []
  for (const name of (readdirSync(dir, { recursive: true }) as string[]).sort()) {
    if (!/\.json(ld)?$/.test(name)) continue
    let value: JsonValue
    try {
      value = JSON.parse(readFileSync(join(dir, name), 'utf8')) as JsonValue
    } catch {
      continue // some vectors are broken JSON on purpose
    }
    if (isJsonObject(value)) samples.push({ name: prefix + name, document: value })
  }
  return samples
}

/** Every JSON-LD document of the vectors, those inside other JSON files not counted. */
export const vectorDocuments = (): Sample[] =>
  jsonObjectsIn(vectorsDir).filter(({ name, document }) => '@context' in document && !name.startsWith('w3c-rdf-canon/'))

/** Inputs of the toRdf and expand suites of JSON-LD 1.1. */
export function jsonLdSuiteInputs(): Sample[] {
  const dir = mkdtempSync(join(tmpdir(), 'json-ld-suite-'))
  try {
    execFileSync('tar', ['xzf', join(vectorsDir, 'w3c-json-ld-api/toRdf-and-expand.tar.gz'), '-C', dir])
    return jsonObjectsIn(dir).filter(({ name }) => name.endsWith('-in.jsonld'))
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

/** The kinds of generated documents. */
export const generators = {
  /** Credentials that the reference accepts. */
  valid: (seed: number) => validCredential(seeded(seed)),
  /** The same, damaged. */
  mutated: (seed: number) => {
    const random = seeded(seed)
    return mutated(random, validCredential(random))
  },
  /** Any term of any context in any place where it is defined. */
  wild: (seed: number, contexts: Contexts) => wildDocument(seeded(seed), contexts),
  'wild mutated': (seed: number, contexts: Contexts) => {
    const random = seeded(seed)
    return mutated(random, wildDocument(random, contexts))
  },
  /** Made-up contexts and what they make of made-up nodes. */
  tiny: (seed: number) => tinyDocument(seeded(seed)),
} satisfies Record<string, (seed: number, contexts: Contexts) => JsonObject>

export type GeneratorName = keyof typeof generators

export const generate = (kind: GeneratorName, seed: number, contexts: Contexts): JsonObject =>
  generators[kind](seed, contexts)
