import type { JsonObject, JsonValue } from '../../src/types/json.js'
import { verifyCredential } from '../../src/verify/index.js'
import { ob2VectorDocuments } from '../support/ob2-vectors.js'
import { readVector, readVectorJson, readVectorText } from '../support/vectors.js'
import { type Case, type Ours, oursOf, oursOn, type Skipped, skipped, type Verdict } from './case.js'

/** The validator's own tests are of that time. */
const now = '2023-01-01T00:00:00Z'

/** What the official validator says of Open Badges 2.0 material. */
export const openBadges2 = (files: readonly { readonly file: string; readonly theirs: Verdict }[]): readonly Case[] =>
  files.map(({ file, theirs }) => ({ file, about: 'Open Badges 2.0', theirs, ours: () => read(file) }))

/** A hosted badge is served by its own address, beside everything else that the validator's tests serve. */
async function read(file: string): Promise<Ours | Skipped> {
  const documents = ob2VectorDocuments()
  if (file.endsWith('.jwt')) return oursOf(await verifyCredential(readVectorText(file), { now, documents }))
  if (file.endsWith('.png')) return hosted(basicAssertion(), documents, readVector(file))
  const document = readVectorJson<JsonObject>(file)
  const types = [document.type].flat()
  if (types.includes('Assertion') || document.badge !== undefined || document.recipient !== undefined) {
    return hosted(document, ob2VectorDocuments(document))
  }
  if (file.includes('/rdf-validation/') && !types.includes('BadgeClass')) {
    return skipped('an RDF class by itself: unsigned, and no part of a badge')
  }
  if (types.includes('BadgeClass') && document.image === undefined && !INVALID.test(file)) {
    return skipped('an RDF class by itself: unsigned, and as a badge class without the picture that it must have')
  }
  return types.includes('BadgeClass') ? withClass(document) : withIssuer(document)
}

/** Those are refused for what else they hold. */
const INVALID = /invalid/

const basicAssertion = (): JsonObject => readVectorJson<JsonObject>('1edtech-validator/ob20/basic-assertion.json')

const hosted = async (
  assertion: JsonObject,
  documents: Record<string, JsonValue>,
  input: Uint8Array | JsonObject = assertion,
): Promise<Ours> =>
  oursOf(await verifyCredential(input, { now, documents: { ...documents, [String(assertion.id)]: assertion } }))

/** A badge class is unsigned, so it is judged in the badge that it is the class of. */
function withClass(badge: JsonObject, documents: Record<string, JsonValue> = ob2VectorDocuments()): Promise<Ours> {
  const assertion = { ...basicAssertion(), badge: String(badge.id) }
  return model(assertion, { ...documents, [String(badge.id)]: badge })
}

/** An issuer likewise. */
function withIssuer(issuer: JsonObject): Promise<Ours> {
  const badge = readVectorJson<JsonObject>('1edtech-validator/ob20/assets/robotics-badge.json')
  return withClass({ ...badge, issuer: String(issuer.id) }, { ...ob2VectorDocuments(), [String(issuer.id)]: issuer })
}

/** Where it lies, and so whose it is, is another question than whether it is one. */
async function model(assertion: JsonObject, documents: Record<string, JsonValue>): Promise<Ours> {
  const served = { ...documents, [String(assertion.id)]: assertion }
  return oursOn('model.schema', await verifyCredential(assertion, { now, documents: served }))
}
