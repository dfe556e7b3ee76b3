import { isBadgeError } from '../../errors.js'
import { documentLimits } from '../../internal/document-limits.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import { pointerJoin } from '../../internal/pointer.js'
import { faultOfForm, problem } from '../../internal/problems.js'
import { canParseUrl, isHttpUrl } from '../../internal/url.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { Problem } from '../../types/verification.js'
import { findSchemaFault } from './engine.js'

/** What the schemas say that a credential declares. */
export interface DeclaredSchemas {
  readonly problems: readonly Problem[]
  readonly warnings: readonly Problem[]
}

/** Types of schema that are honoured, with the draft that counts where the schema itself names none. */
const types = { '1EdTechJsonSchemaValidator2019': '2019-09', JsonSchema: '2020-12' } as const

/** The published schemas, whose rules are those of the data model here, both families, both versions of the envelope. */
const PUBLISHED =
  /^https:\/\/purl\.imsglobal\.org\/spec\/(?:ob\/v3p0|clr\/v2p0)\/schema\/json(?:-ld)?\/(?:ob_v3p0|clr_v2p0)_(?:any)?(\w+)_schema\.json$/

/** The schema that is at a URL. Throws where it cannot be had. */
type ReadSchema = (url: string) => Promise<JsonValue>

/**
 * Open Badges 3.0 §9, step 1: every schema that the credential declares is held against it, as VCDM 2.0 §4.11 and VCCS
 * have it. A schema that cannot be had, or cannot be used, is a warning: what it asks for is the issuer's promise.
 */
export async function checkDeclaredSchemas(document: JsonObject, read: ReadSchema): Promise<DeclaredSchemas> {
  const { credentialSchema } = document
  const problems: Problem[] = []
  const warnings: Problem[] = []
  const declared = asArray<JsonValue>(credentialSchema).filter(isJsonObject)
  for (const [i, { id, type }] of declared.entries()) {
    const pointer = Array.isArray(credentialSchema) ? pointerJoin('/credentialSchema', i) : '/credentialSchema'
    const draft = Object.entries(types).find(([name]) => asArray(type).includes(name))?.[1]
    if (typeof id !== 'string' || isSatisfied(id, document)) continue
    if (draft === undefined) {
      warnings.push(problem('ERR_SCHEMA_UNUSABLE', 'Schemas of this type are not looked at.', pointer))
      continue
    }
    if (i >= documentLimits.declaredSchemas) {
      const detail = `Only the first ${documentLimits.declaredSchemas} schemas are looked at.`
      warnings.push(problem('ERR_LIMIT_EXCEEDED', detail, pointer))
      break
    }
    let isRead = false
    try {
      const schema = await read(id)
      const others = await referencedBy(schema, id, read)
      isRead = true
      const fault = await findSchemaFault(document, schema, { draft, url: id, others })
      if (fault !== undefined) {
        const detail = `The credential breaks the rule "${fault.keyword}" of the schema ${id.slice(0, 200)} that it declares.`
        problems.push(faultOfForm('ERR_MODEL_INVALID', detail, fault.pointer))
      }
    } catch (error) {
      if (!isBadgeError(error)) throw error
      const how = isRead ? 'cannot be used' : 'is not at hand'
      warnings.push(problem(error.code, `The declared schema ${how}: ${error.message}`, pointer))
    }
  }
  return { problems, warnings }
}

/** What was checked already, by the table of the model. */
function isSatisfied(id: string, document: JsonObject): boolean {
  const [, name] = PUBLISHED.exec(id) ?? []
  const types = asArray(document.type)
  const isBadge = types.includes('OpenBadgeCredential') || types.includes('AchievementCredential')
  const own = isBadge
    ? 'AchievementCredential'
    : ['EndorsementCredential', 'ClrCredential'].find((type) => types.includes(type))
  return name !== undefined && name === own?.toLowerCase()
}

/** Schemas that a schema refers to by their URL, and those that these refer to, up to a bound. */
async function referencedBy(schema: JsonValue, url: string, read: ReadSchema): Promise<ReadonlyMap<string, JsonValue>> {
  const found = new Map<string, JsonValue>()
  const queue = [{ schema, base: baseOf(schema, url) }]
  const known = new Set([url, baseOf(schema, url)])
  for (const each of queue) {
    for (const other of refsIn(each.schema, each.base)) {
      if (known.has(other)) continue
      known.add(other)
      if (found.size >= documentLimits.declaredSchemas) return found
      const loaded = await read(other)
      found.set(other, loaded)
      queue.push({ schema: loaded, base: other })
    }
  }
  return found
}

const baseOf = (schema: JsonValue, url: string): string =>
  isJsonObject(schema) && typeof schema.$id === 'string' && isHttpUrl(schema.$id) ? withoutFragment(schema.$id) : url

const withoutFragment = (url: string): string => url.replace(/#.*$/s, '')

function refsIn(schema: JsonValue, base: string): readonly string[] {
  const found = new Set<string>()
  const ids = new Set<string>()
  const walk = (value: JsonValue | undefined): void => {
    if (Array.isArray(value)) for (const item of value) walk(item)
    else if (isJsonObject(value)) {
      for (const name of ['$ref', '$id'] as const) {
        const reference = value[name]
        if (typeof reference !== 'string' || !canParseUrl(reference, base)) continue
        const target = withoutFragment(new URL(reference, base).href)
        if (name === '$id') ids.add(target)
        else if (isHttpUrl(target)) found.add(target)
      }
      for (const member of Object.values(value)) walk(member)
    }
  }
  walk(schema)
  return [...found].filter((url) => url !== base && !ids.has(url))
}
