import type { JsonObject } from '../../src/types/json.js'
import { verifyCredential } from '../../src/verify/index.js'
import { ob2VectorDocuments } from '../support/ob2-vectors.js'
import { readVector, readVectorJson, readVectorText } from '../support/vectors.js'
import { type Case, type Ours, oursOf, type Skipped, skipped, type Verdict } from './case.js'

/** The validator's own tests are of that time. */
const now = '2023-01-01T00:00:00Z'

/** What the official validator says of Open Badges 2.0 material. */
export const openBadges2 = (files: readonly { readonly file: string; readonly theirs: Verdict }[]): readonly Case[] =>
  files.map(({ file, theirs }) => ({ file, about: 'Open Badges 2.0', theirs, ours: () => read(file) }))

/** A hosted badge is served by its own address, beside everything else that the validator's tests serve. */
async function read(file: string): Promise<Ours | Skipped> {
  const documents = ob2VectorDocuments()
  if (file.endsWith('.jwt')) return oursOf(await verifyCredential(readVectorText(file), { now, documents }))
  if (file.endsWith('.png')) {
    const basic = readVectorJson<JsonObject>('1edtech-validator/ob20/basic-assertion.json')
    return oursOf(
      await verifyCredential(readVector(file), { now, documents: { ...documents, [String(basic.id)]: basic } }),
    )
  }
  const document = readVectorJson<JsonObject>(file)
  const served = { ...ob2VectorDocuments(document), [String(document.id)]: document }
  const types = [document.type].flat()
  if (!types.includes('Assertion') && theBadgeIsMissing(document))
    return skipped('It is a part of a badge, and no badge.')
  return oursOf(await verifyCredential(document, { now, documents: served }))
}

const theBadgeIsMissing = (document: JsonObject): boolean =>
  document.badge === undefined && document.recipient === undefined
