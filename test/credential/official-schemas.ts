import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { Ajv2019 } from 'ajv/dist/2019.js'
import addFormats from 'ajv-formats'
import type { SchemaFamily } from '../../src/credential/schema.js'
import { isJsonObject } from '../../src/internal/json.js'
import { readVectorJson, vectorsDir } from '../support/vectors.js'

/** Whether a document follows a schema. */
export type Judge = (document: unknown) => boolean

/** 1EdTech's published JSON Schemas among the vectors. No tolerant schema of endorsements is published there. */
const files = {
  tolerant: 'waltid/policies2/ob_v3p0_anyachievementcredential_schema.json',
  strict: 'openbadges-specification/schemas/gh-pages-achievementcredential.json',
  strictEndorsement: 'openbadges-specification/schemas/gh-pages-endorsementcredential.json',
} as const

const compiled = new Map<string, Judge>()

/** The official schema of a family for a class of credential. */
export function officialSchema(family: SchemaFamily, root: string): Judge | undefined {
  if (root === 'AchievementCredential') return judge(files[family])
  return family === 'strict' && root === 'EndorsementCredential' ? judge(files.strictEndorsement) : undefined
}

function judge(path: string): Judge {
  const known = compiled.get(path)
  if (known !== undefined) return known
  const { $schema: _, ...schema } = readVectorJson(path)
  const ajv = new Ajv2019({ strict: false })
  addFormats.default(ajv)
  const judges = ajv.compile(schema) as Judge
  const made: Judge = (document) => judges(withProofsAsList(document))
  compiled.set(path, made)
  return made
}

/**
 * The strict schemas want a list of proofs; one proof is an object by Data Integrity 1.0 §2.1 and in every example of VCDM 2.0,
 * and that is how it is written here. A row of fixtures/disagreements.json says so.
 */
function withProofsAsList(document: unknown): unknown {
  if (!isJsonObject(document) || !isJsonObject(document.proof)) return document
  return { ...document, proof: [document.proof] }
}

/** One credential found among the vectors, alone or inside another document. */
export interface Found {
  readonly place: string
  readonly value: Record<string, unknown>
}

const badgeTypes = ['OpenBadgeCredential', 'AchievementCredential', 'EndorsementCredential']

/** Every Open Badges credential and endorsement anywhere in the JSON files of the vectors. */
export function badgesInVectors(): readonly Found[] {
  if (!existsSync(vectorsDir)) return []
  const found: Found[] = []
  for (const entry of readdirSync(vectorsDir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.json(ld)?$/.test(entry.name)) continue
    const path = `${entry.parentPath}/${entry.name}`
    const document = parse(readFileSync(path, 'utf8'))
    collect(document, path.slice(vectorsDir.length), found)
  }
  return found
}

/** A few files are broken on purpose. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function collect(value: unknown, place: string, found: Found[]): void {
  if (typeof value !== 'object' || value === null) return
  const object = value as Record<string, unknown>
  const types = [object.type].flat()
  if (object['@context'] !== undefined && badgeTypes.some((type) => types.includes(type))) {
    found.push({ place, value: object })
  }
  for (const [key, member] of Object.entries(object)) collect(member, `${place}/${key}`, found)
}
