import { OPEN_BADGES_2 } from '../../badge/kinds/index.js'
import { type DeclaredSchemas, findSchemaFault } from '../../credential/declared-schema/index.js'
import { BadgeError, isBadgeError } from '../../errors.js'
import { documentLimits } from '../../internal/document-limits.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import { pointerJoin } from '../../internal/pointer.js'
import { faultOfForm, problem } from '../../internal/problems.js'
import { isHttpUrl } from '../../internal/url.js'
import { isOutOfReach } from '../../loader/index.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { DocumentLoader } from '../../types/loader.js'
import type { Problem } from '../../types/verification.js'
import { hasType } from './open.js'

/** Contexts and schemas of extensions that are loaded for one badge. */

type Load = (url: string) => Promise<JsonValue>

function onceEach(loader: DocumentLoader): Load {
  const loaded = new Map<string, Promise<JsonValue>>()
  return (url) => {
    const known = loaded.get(url)
    if (known !== undefined) return known
    if (loaded.size >= documentLimits.ob2Documents) {
      const message = `At most ${documentLimits.ob2Documents} contexts and schemas of extensions are loaded for one badge.`
      return Promise.reject(new BadgeError('ERR_LIMIT_EXCEEDED', message))
    }
    const loading = loader(url, 'document').then(({ document }) => document)
    loaded.set(url, loading)
    return loading
  }
}

/** An object of the badge that says it is an extension, with the contexts that may describe it. */
interface Extension {
  readonly node: JsonObject
  readonly pointer: string
  readonly contexts: readonly string[]
}

/**
 * Open Badges 2.0, extensions: the context of an extension names the JSON Schemas that it must follow. One that cannot
 * be had or used is a warning.
 *
 * @param badge - the assertion with badge class and issuer in place of their addresses
 * @see https://www.imsglobal.org/spec/ob/v2p0/#extension-validation
 */
export async function checkExtensions(badge: JsonObject, loader: DocumentLoader): Promise<DeclaredSchemas> {
  const load = onceEach(loader)
  const problems: Problem[] = []
  const warnings: Problem[] = []
  const found = extensionsIn(badge)
  for (const { node, pointer, contexts } of found.slice(0, documentLimits.declaredSchemas)) {
    for (const url of contexts.slice(0, documentLimits.declaredSchemas)) {
      try {
        const fault = await faultOf(node, url, load)
        if (fault === undefined) continue
        const detail = `The extension breaks the rule "${fault.keyword}" of its JSON Schema.`
        problems.push(faultOfForm('ERR_MODEL_INVALID', detail, `${pointer}${fault.pointer}`))
      } catch (error) {
        if (!isBadgeError(error)) throw error
        const how = isOutOfReach(error) ? 'is not at hand' : 'cannot be used'
        warnings.push(problem(error.code, `What describes the extension ${how}: ${error.message}`, pointer))
      }
    }
  }
  if (found.length > documentLimits.declaredSchemas) {
    const detail = `Only the first ${documentLimits.declaredSchemas} extensions are held against their schemas.`
    warnings.push(problem('ERR_LIMIT_EXCEEDED', detail))
  }
  return { problems, warnings }
}

/** Extensions anywhere in the badge. Their own contexts describe them; without, those of the documents around them. */
function extensionsIn(badge: JsonObject): readonly Extension[] {
  const found: Extension[] = []
  const walk = (value: JsonValue | undefined, pointer: string, around: readonly string[]): void => {
    if (Array.isArray(value)) {
      for (const [i, item] of value.entries()) walk(item, pointerJoin(pointer, i), around)
    } else if (isJsonObject(value)) {
      const own = contextsOf(value)
      const contexts = own.length > 0 ? own : around
      if (hasType(value, 'Extension') && contexts.length > 0) found.push({ node: value, pointer, contexts })
      for (const [key, member] of Object.entries(value)) {
        if (key !== '@context') walk(member, pointerJoin(pointer, key), contexts)
      }
    }
  }
  walk(badge, '', [])
  return found
}

const contextsOf = (value: JsonObject): readonly string[] =>
  asArray<JsonValue>(value['@context']).filter(
    (context): context is string => typeof context === 'string' && context !== OPEN_BADGES_2 && isHttpUrl(context),
  )

/** What the schemas that a context names have against an extension. */
async function faultOf(node: JsonObject, contextUrl: string, load: Load) {
  const document = await load(contextUrl)
  if (!isJsonObject(document)) return undefined
  const compact = inTermsOf(node, document['@context'])
  const types = asArray<JsonValue>(node.type).map(localName)
  for (const validation of asArray<JsonValue>(document['obi:validation'] ?? document.validation)) {
    if (!isJsonObject(validation)) continue
    const type = localName(validation['obi:validatesType'] ?? validation.validatesType ?? null)
    const schemaUrl = validation['obi:validationSchema'] ?? validation.validationSchema
    if (!types.includes(type) || typeof schemaUrl !== 'string') continue
    const fault = await findSchemaFault(compact as JsonObject, await load(schemaUrl), { draft: '4', url: schemaUrl })
    if (fault !== undefined) return fault
  }
  return undefined
}

/** The name of a type, whichever of the prefixes in use (`extensions:`, `obi:extensions/#`) or IRIs it is written with. */
const localName = (type: JsonValue): string => (typeof type === 'string' ? type.replace(/^.*[#:/]/, '') : '')

/** The extension with its IRIs written as the terms of its context, in which its schema is written. */
function inTermsOf(value: JsonValue, context: JsonValue | undefined): JsonValue {
  const definitions = isJsonObject(context) ? context : {}
  const iriOf = (name: string): string => {
    const [prefix = '', ...rest] = name.split(':')
    const start = definitions[prefix]
    return rest.length > 0 && typeof start === 'string' ? start + rest.join(':') : name
  }
  const terms = new Map<string, string>()
  for (const [term, definition] of Object.entries(definitions)) {
    const iri = isJsonObject(definition) ? definition['@id'] : definition
    if (typeof iri === 'string') terms.set(iriOf(iri), term)
  }
  const rename = (each: JsonValue): JsonValue => {
    if (Array.isArray(each)) return each.map(rename)
    if (!isJsonObject(each)) return each
    const members = Object.entries(each).map(([key, member]) => {
      const isTerm = Object.hasOwn(definitions, key)
      return [isTerm ? key : (terms.get(iriOf(key)) ?? key), rename(member as JsonValue)] as const
    })
    return Object.fromEntries(members)
  }
  return rename(value)
}
