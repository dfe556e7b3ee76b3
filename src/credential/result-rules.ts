import { asArray, isJsonObject } from '../internal/json.js'
import { pointerJoin } from '../internal/pointer.js'
import { isUri } from '../internal/url.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import type { Verdicts } from './badge-rules.js'
import { misnamed } from './misnamed.js'
import { model } from './model.js'

/** OB 3.0, classes Result and ResultDescription: what results and the achievement's descriptions of them say fits. */
export function checkResults(subject: JsonObject, pointer: string, verdicts: Verdicts): void {
  const { achievement } = subject
  // What results refer to is missing with it, and that is said already.
  if (
    !isJsonObject(achievement) ||
    isOther(achievement) ||
    misnamed(achievement, 'resultDescription', model['2.0'].Achievement)
  )
    return
  const descriptions = listOf(achievement.resultDescription, `${pointer}/achievement/resultDescription`)
  for (const description of descriptions) checkDescription(description, verdicts)
  const known = indexOf(descriptions, achievement.resultDescription)
  for (const result of listOf(subject.result, `${pointer}/result`)) checkResult(result, known, verdicts)
}

/** An object that has nothing of an achievement. */
const isOther = (achievement: JsonObject): boolean =>
  Object.keys(achievement).every((key) => !Object.hasOwn(model['2.0'].Achievement.properties, key))

interface Place {
  readonly value: JsonObject
  readonly pointer: string
}

const listOf = (value: JsonValue | undefined, pointer: string): readonly Place[] =>
  asArray(value).flatMap((item, i) =>
    isJsonObject(item) ? [{ value: item, pointer: Array.isArray(value) ? pointerJoin(pointer, i) : pointer }] : [],
  )

const levelsOf = (description: JsonObject): readonly JsonValue[] =>
  asArray(description.rubricCriterionLevel).flatMap((level) =>
    isJsonObject(level) && level.id !== undefined ? [level.id] : [],
  )

interface Described {
  asksStatus: boolean
  readonly levels: Set<JsonValue>
  readonly description: JsonObject
}

/** What results may refer to, looked up once: a badge may have thousands of descriptions and of results. */
interface Known {
  readonly byId: ReadonlyMap<JsonValue, Described>
  /** The rubric levels of all descriptions. */
  readonly levels: ReadonlySet<JsonValue>
  /** Whether each description has an id that can be referred to: one that has none may be the one that is meant. */
  readonly areNamed: boolean
}

function indexOf(descriptions: readonly Place[], given: JsonValue | undefined): Known {
  let areNamed = given !== null && asArray(given).length === descriptions.length
  const byId = new Map<JsonValue, Described>()
  const all = new Set<JsonValue>()
  for (const { value } of descriptions) {
    const levels = levelsOf(value)
    for (const level of levels) all.add(level)
    areNamed &&= value.id !== undefined
    if (value.id === undefined) continue
    const same = byId.get(value.id) ?? { asksStatus: false, levels: new Set(), description: value }
    byId.set(value.id, same)
    same.asksStatus ||= value.resultType === 'Status'
    for (const level of levels) same.levels.add(level)
  }
  for (const id of byId.keys()) areNamed &&= typeof id === 'string' && isUri(id)
  return { byId, levels: all, areNamed }
}

function checkResult({ value, pointer }: Place, known: Known, { fail, warn }: Verdicts): void {
  const { resultDescription, achievedLevel, status } = value
  const linked = resultDescription === undefined ? undefined : known.byId.get(resultDescription)
  if (resultDescription !== undefined && linked === undefined) {
    if (known.areNamed) {
      const at = `${pointer}/resultDescription`
      fail('result.description-known', at, 'The achievement has no result description with this id.')
    }
    return
  }
  if (status === undefined && linked?.asksStatus) {
    fail('result.status-given', `${pointer}/status`, 'The result description asks for a status, and none is given.')
  }
  if (achievedLevel !== undefined && !(linked ?? known).levels.has(achievedLevel)) {
    // No MUST: the specification's own full example names a level of another description.
    warn('result.level-known', `${pointer}/achievedLevel`, 'The result description has no rubric level with this id.')
  }
  if (linked !== undefined && typeof value.value === 'string') {
    const why = valueFault(value.value, linked.description)
    if (why !== undefined)
      warn('result.value', `${pointer}/value`, `"value" does not fit its result description: ${why}.`)
  }
}

/** Types of results that are numbers. */
const numeric: ReadonlySet<JsonValue> = new Set([
  'GradePointAverage',
  'Percent',
  'RawScore',
  'ScaledScore',
  'WeightedScore',
])
const NUMBER = /^[+-]?\d+(\.\d+)?$/

/** Why a description does not allow a value. */
function valueFault(value: string, { resultType, allowedValue, valueMin, valueMax }: JsonObject): string | undefined {
  if (allowedValue !== undefined)
    return asArray(allowedValue).includes(value) ? undefined : 'it is not an allowed value'
  if (!NUMBER.test(value)) {
    if (resultType === undefined || !numeric.has(resultType)) return undefined
    return /^[+-]?\d+(\.\d+)?\s*%$/.test(value) ? 'write the number without the percent sign' : 'it is not a number'
  }
  if (Number(value) > Number(valueMax)) return 'it is above the maximum ("valueMax")'
  return Number(value) < Number(valueMin) ? 'it is below the minimum ("valueMin")' : undefined
}

function checkDescription({ value, pointer }: Place, { warn }: Verdicts): void {
  const { requiredLevel, requiredValue } = value
  if (requiredLevel !== undefined && !levelsOf(value).includes(requiredLevel)) {
    const at = `${pointer}/requiredLevel`
    warn('result-description.required-level', at, 'None of the rubric levels has this id.')
  }
  if (requiredValue !== undefined && !isPossible(requiredValue, value)) {
    const at = `${pointer}/requiredValue`
    warn('result-description.required-value', at, 'No result can have the required value.')
  }
}

function isPossible(required: JsonValue, { allowedValue, valueMin, valueMax }: JsonObject): boolean {
  if (allowedValue !== undefined) return asArray(allowedValue).includes(required)
  // Values that are not numbers compare as NaN, which is neither below nor above.
  return !(Number(required) < Number(valueMin) || Number(required) > Number(valueMax))
}
