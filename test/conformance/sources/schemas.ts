import { checkSchema, rootClassOf, type SchemaFamily } from '../../../src/credential/schema.js'
import type { JsonObject } from '../../../src/types/json.js'
import { badgesInVectors, officialSchema } from '../../credential/official-schemas.js'
import { acceptedIf, type Case, type Source } from '../case.js'

const families: readonly SchemaFamily[] = ['tolerant', 'strict']

/**
 * Every badge and endorsement anywhere in the vectors, held against 1EdTech's JSON Schemas: their verdict is that of the
 * schema, ours that of our own table of the model.
 */
export const schemas: Source = {
  name: 'JSON Schemas of 1EdTech',
  cases: () =>
    badgesInVectors().flatMap(({ place, value }) =>
      families.flatMap((family): Case[] => {
        const official = officialSchema(family, rootClassOf(value as JsonObject))
        if (official === undefined) return []
        return [
          {
            file: place,
            about: `${family} schema`,
            theirs: official(value) ? 'accept' : 'reject',
            ours: () => acceptedIf(checkSchema(value as JsonObject, family).length === 0, 'model.schema'),
          },
        ]
      }),
    ),
}
