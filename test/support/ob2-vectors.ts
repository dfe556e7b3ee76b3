import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import { readVectorJson, readVectorText, vectorsDir } from './vectors.js'

const ASSETS = '1edtech-validator/ob20/assets'
const EXTENSION = 'openbadges-specification/ob2-contexts-schemas/extensions/exampleExtension'

/** The example of an extension, at the addresses where it is published. */
const extension = (): Record<string, JsonValue> => ({
  'https://w3id.org/openbadges/extensions/exampleExtension/context.json': readVectorJson(`${EXTENSION}/context.json`),
  'https://openbadgespec.org/extensions/exampleExtension/schema.json': readVectorJson(`${EXTENSION}/schema.json`),
})

/**
 * Everything that the official validator's own tests serve at example.org: by its name, else by the id it gives itself.
 * Several files are variants under one id; which of them lies there is said by what the badge leads to.
 */
export function ob2VectorDocuments(assertion: JsonObject = {}): Record<string, JsonValue> {
  const named: Record<string, JsonObject> = {}
  const identified: Record<string, JsonObject> = {}
  for (const name of readdirSync(join(vectorsDir, ASSETS)).filter((file) => file.endsWith('.json'))) {
    const text = readVectorText(`${ASSETS}/${name}`)
    // Among them is one that is no JSON on purpose.
    if (!text.trimStart().startsWith('{')) continue
    const document = JSON.parse(text) as JsonObject
    for (const scheme of ['http', 'https']) named[`${scheme}://example.org/${name}`] = document
    if (typeof document.id === 'string') identified[document.id] = document
  }
  const led: Record<string, JsonObject> = {}
  const badge = named[String(assertion.badge)]
  const issuer = named[String(badge?.issuer)]
  for (const document of [badge, issuer]) if (typeof document?.id === 'string') led[document.id] = document
  return { ...extension(), ...identified, ...named, ...led }
}
