import type { JsonObject, JsonValue } from '../types/json.js'
import type { ModelFinding } from '../types/model.js'
import { checkDeclaredSchemas } from './declared-schema/index.js'
import { relatedResources } from './digested.js'
import { bytesGiven, compareDigests, imageIdOf } from './digests.js'
import { collector } from './findings.js'

/**
 * What `verifyCredential` would refuse in a credential with the documents that the issuer has at hand: schemas that it
 * declares, and resources that it signs digests of. What is not among them, or cannot be used, refuses nothing: it is
 * left to the day of the verification.
 *
 * @param documents - what the caller handed over
 * @param read - reads one of them; asks no network
 */
export async function lintAgainst(
  document: JsonObject,
  documents: Readonly<Record<string, JsonValue>>,
  read: (url: string) => Promise<JsonValue>,
): Promise<readonly ModelFinding[]> {
  const { found, report } = collector()
  const image = imageIdOf(document)
  for (const { entry, pointer } of relatedResources(document)) {
    const given = bytesGiven(documents, entry.id, entry.id === image)
    if (given instanceof Uint8Array && compareDigests(entry, given) === false) {
      report('vcdm.resource-differs', pointer, 'The digest is not that of the document that was handed over.')
    }
  }
  const { problems } = await checkDeclaredSchemas(document, read)
  const fix = 'Do what the schema asks for, or declare another one.'
  for (const { detail, pointer = '' } of problems) report('schema.value', pointer, detail, { fix })
  return found
}
