import type { JsonObject } from '../types/json.js'
import type { ClassRule } from './model.js'
import { suggest } from './suggest.js'

/** Terms that the contexts define in every object, beyond the properties of its class in the model. */
export const everywhere: ReadonlySet<string> = new Set([
  ...['id', 'type', 'name', 'description', 'digestMultibase', 'digestSRI', 'mediaType'],
  ...['alignment', 'endorsement', 'image', 'inLanguage', 'narrative', 'url', 'awardedDate'],
])

/** A member of an object that has the place of this property under another name. */
export function misnamed(value: JsonObject, property: string, { properties }: ClassRule): string | undefined {
  const known = Object.keys(properties)
  return Object.keys(value).find(
    (member) => !Object.hasOwn(properties, member) && !everywhere.has(member) && suggest(member, known) === property,
  )
}
