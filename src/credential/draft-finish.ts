import { BadgeError } from '../errors.js'
import { asArray, isJsonObject } from '../internal/json.js'
import { createRules } from '../internal/option-tables.js'
import { checkOptions } from '../internal/options.js'
import { instantOf, isRfc3339 } from '../internal/time.js'
import { formatInZone, UTC } from '../internal/time-zone.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import type { ModelFinding } from '../types/model.js'
import { checkDataModel } from './check.js'
import type { CreateOptions } from './create.js'
import type { Assembly } from './draft-assemble.js'
import { places } from './draft-places.js'
import { refused } from './draft-read.js'
import { collector } from './findings.js'
import { lint, rememberSound } from './lint-rules.js'

/**
 * Builds a credential out of a draft and holds it against the model: what is wrong is thrown, each finding with its
 * place in the draft; what is not advisable is reported.
 */
export function buildChecked(
  assemble: (assembly: Assembly) => JsonObject,
  { onWarning }: Pick<CreateOptions, 'onWarning'>,
): JsonObject {
  const found = collector()
  const advice = collector()
  const place = places()
  const built = assemble({ places: place, report: found.report, warn: advice.report })
  const checked = checkDataModel(built)
  const problems = distinct(found.found)
  const inDraft = (each: ModelFinding): ModelFinding => ({
    ...each,
    pointer: each.rule === 'subject.identified' ? '/recipient' : place.toDraft(each.pointer),
  })
  // Where the subject is not even an object, that it names nobody goes without saying.
  const said = checked.problems.filter(
    (each, _i, all) => each.rule !== 'subject.identified' || all.every((p) => p === each || p.pointer !== each.pointer),
  )
  const against = checked.warnings.filter((warning) => !isAdvice(warning, built))
  // What signing would refuse is said with its place in the draft.
  const { credential, kind } = lint(built, { kind: true, report: checked })
  for (const each of [
    ...said,
    ...against,
    ...kind.filter(({ rule }) => rule !== 'subject.identified'),
    ...credential,
  ]) {
    const moved = inDraft(each)
    if (!problems.some(({ pointer }) => covers(pointer, moved.pointer))) problems.push(moved)
  }
  if (problems.length > 0) throw refused(problems)
  for (const warning of [...advice.found, ...checked.warnings.map(inDraft)]) onWarning?.(warning)
  if (credential.length === 0 && kind.length === 0) rememberSound(built)
  return built
}

/** One finding for a place is enough: the first, which is the draft's own where there is one. */
const covers = (known: string, pointer: string): boolean =>
  known === pointer || (pointer === '/recipient' && known.startsWith('/recipient/'))

const distinct = (findings: readonly ModelFinding[]): ModelFinding[] =>
  findings.filter((each, i) => findings.findIndex(({ pointer }) => pointer === each.pointer) === i)

/** Rules on what a reader may stumble over, while the badge can be issued all the same. */
const advisory: ReadonlySet<string> = new Set([
  'email.form',
  'evidence.id',
  'result.value',
  'status.index-text',
  'subject.identity-plain',
  'text.empty',
])

/**
 * A warning of the check is a problem of the draft, with exceptions: endorsements are somebody else's, a status entry
 * without `id` is as VCDM 2.0 has it, a credential that is a JWT has no other form, and some rules only advise.
 */
const isAdvice = ({ pointer, rule }: ModelFinding, built: JsonObject): boolean =>
  advisory.has(rule) ||
  // Terms of an inline context may be those of a type, which only the canonical form knows.
  (rule === 'terms.undefined' && asArray<JsonValue>(built['@context']).some(isJsonObject)) ||
  /\/endorsement\//.test(pointer) ||
  (pointer === '/credentialStatus/id' && rule !== 'status.entry') ||
  /^\/credentialSubject\/verifiableCredential\/\d+$/.test(pointer)

/** The time of issue as text; throws `ERR_ARGUMENT_INVALID` for a wrong option. */
export function readOptions(options: CreateOptions, known: readonly (keyof CreateOptions)[]): string {
  checkOptions(options, Object.fromEntries(known.map((name) => [name, createRules[name]])))
  const { now = new Date(), timeZone = UTC } = options
  const time = instantOf(now)
  const text = time === null ? '' : formatInZone(time, timeZone)
  if (!isRfc3339(text)) {
    throw new BadgeError(
      'ERR_ARGUMENT_INVALID',
      '`now` must be a Date or a date and time with a time zone, in a year of four digits.',
    )
  }
  return text
}
