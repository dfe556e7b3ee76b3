import { issuerIdOf } from '../badge/index.js'
import { asArray } from '../internal/json.js'
import { pointerJoin } from '../internal/pointer.js'
import { UTC } from '../internal/time-zone.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import { type Assembly, contextsOf, isStandard, readIssuer, withOwnSchema } from './draft-assemble.js'
import { buildObject, reportUnknown } from './draft-build.js'
import { type ClassName, model } from './model.js'

/** What is different for the kinds of credentials that are not badges. */
export interface OtherKind {
  readonly name: Extract<ClassName, 'EndorsementCredential' | 'ClrCredential'>
  /** Contexts that it always has, in order. */
  readonly contexts: readonly string[]
  /** URL of its published JSON Schema, which is named where others are. */
  readonly schema: string
  /** Members that only its drafts have. */
  readonly known: readonly string[]
  readonly subject: JsonObject
  /** Parts of the credential (pointer) that are elsewhere in the draft (pointer). */
  readonly elsewhere: ReadonlyMap<string, string>
}

/** An endorsement or a learner record as far as the draft allows; the rest is left for the check of the model to find. */
export function assembleOther(
  source: JsonObject,
  kind: OtherKind,
  options: { readonly issuerId?: string; readonly timeZone?: string },
  assembly: Assembly,
): JsonObject {
  const { '@context': own, proof, credentialSubject, ...members } = source
  const { report } = assembly
  const extended = asArray<JsonValue>(own).some((context) => !isStandard(context))
  if (proof !== undefined) report('draft.signed', '/proof', 'A draft has no proof.')
  if (credentialSubject !== undefined) {
    report('draft.unknown-property', '/credentialSubject', `The subject is made of ${kind.known.join(', ')}.`)
  }
  const names = [...Object.keys(model['2.0'][kind.name].properties), ...kind.known]
  for (const key of Object.keys(members)) {
    if (names.includes(key) || extended) continue
    delete members[key]
    reportUnknown(key, names, pointerJoin('', key), report)
  }
  const issuer = readIssuer(source.issuer, options.issuerId, assembly)
  const body = buildObject(
    {
      ...members,
      issuer,
      credentialSubject: kind.subject,
      credentialSchema: withOwnSchema(source.credentialSchema, kind.schema),
    },
    kind.name,
    '',
    '',
    {
      ...assembly,
      extended,
      elsewhere: kind.elsewhere,
      issuerId: issuerIdOf({ issuer }) ?? '',
      timeZone: options.timeZone ?? UTC,
    },
  ) as JsonObject
  return { '@context': contextsOf(kind.contexts, own, body, assembly), ...body }
}
