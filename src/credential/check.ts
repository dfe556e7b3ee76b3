import { isBadgeError } from '../errors.js'
import { copyJson, isJsonObject } from '../internal/json.js'
import { checkOptions } from '../internal/options.js'
import { problem } from '../internal/problems.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import type { ModelFinding, ModelReport } from '../types/model.js'
import { checkBadgeRules } from './badge-rules.js'
import { collector, finding, modelReport } from './findings.js'
import { checkSchema, conformsToBoth, rootClassOf, versionOf } from './schema.js'
import { areTypesOfBadges, checkNames } from './undefined-names.js'
import { checkVcdm2 } from './vcdm.js'

/**
 * Holds a document against the data model and returns everything that is wrong with it, each with its place, clause
 * and remedy.
 *
 * Problems speak against the document: a rule of 1EdTech's JSON Schemas (the tolerant family, as the official
 * validator) or a MUST of the specification is broken. Warnings do not: the strict family of schemas would complain, or
 * a receiver may stumble. Signatures, status and dates that have passed are not looked at; that is `verifyCredential`.
 *
 * Under `vcdm2` a missing `issuer` is only a warning, because a document that is about to be signed may get it then;
 * `vcdm` is for documents of others, which must have one.
 *
 * What is not JSON is a problem too; only a wrong option throws (`ERR_ARGUMENT_INVALID`).
 *
 * @see https://www.imsglobal.org/spec/ob/v3p0/#data-models
 * @see https://www.w3.org/TR/vc-data-model-2.0/#basic-concepts
 *
 * @example
 * import { checkDataModel } from 'badgewright/credential'
 *
 * const report = checkDataModel({ type: ['VerifiableCredential', 'OpenBadgeCredential'] })
 * console.log(report.valid) // false
 * for (const problem of report.problems) console.log(problem.pointer, problem.detail, problem.fix)
 */
export function checkDataModel(
  document: unknown,
  options: {
    /**
     * `ob3` (the default): Open Badges 3.0, for `OpenBadgeCredential` and `EndorsementCredential`, in the envelope of
     * either data model. `vcdm2`: Verifiable Credentials Data Model 2.0, for any credential. `vcdm`: the same rules,
     * where the envelope may be that of data model 1.1 as well.
     */
    readonly profile?: 'ob3' | 'vcdm2' | 'vcdm'
  } = {},
): ModelReport {
  checkOptions(options, optionRules)
  const json = readable(document)
  if (!('value' in json)) return modelReport([json.problem], [])
  if (!isJsonObject(json.value)) {
    return modelReport([finding('json.value', '', 'A credential must be a JSON object.')], [])
  }
  const { profile = 'ob3' } = options
  return profile === 'ob3' ? checkOpenBadge(json.value) : checkVcdm2(json.value, profile === 'vcdm')
}

const optionRules = { profile: ['ob3', 'vcdm2', 'vcdm'] } as const

function readable(document: unknown): { value: JsonValue } | { problem: ModelFinding } {
  try {
    return { value: copyJson(document) }
  } catch (error) {
    const { code, message, pointer } = isBadgeError(error)
      ? error
      : { code: 'ERR_JSON_INVALID' as const, message: 'The value cannot be read.', pointer: undefined }
    return { problem: { ...finding('json.value', '', message), ...problem(code, message), pointer: pointer ?? '' } }
  }
}

function checkOpenBadge(document: JsonObject): ModelReport {
  const root = rootClassOf(document)
  let mayHaveOthersNames = false
  const conforms = conformsToBoth(document, root, (member, value) => {
    mayHaveOthersNames ||= member !== 'type' || !areTypesOfBadges(value)
  })
  const tolerant = conforms ? [] : checkSchema(document, 'tolerant', root)
  const version = versionOf(document)
  const problems = collector({ root, version })
  const warnings = collector({ root, version })
  checkBadgeRules(document, root, version, { fail: problems.report, warn: warnings.report })
  if (!conforms || mayHaveOthersNames) checkNames(document, warnings.report)
  // One finding of a check for a place is enough; what fails two checks is said under both.
  const failed = new Set(tolerant.map(placeOf))
  const isNew = (each: ModelFinding): boolean => !failed.has(placeOf(each))
  const against = [...tolerant, ...problems.found.filter(isNew)]
  for (const each of against) failed.add(placeOf(each))
  const strict = conforms ? [] : checkSchema(document, 'strict', root).filter(isNew)
  return modelReport(against, [...strict, ...warnings.found.filter(isNew)])
}

const placeOf = ({ check, pointer }: ModelFinding): string => `${check} ${pointer}`
