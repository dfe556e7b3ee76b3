import { asArray, isJsonObject } from '../../internal/json.js'
import { pointerJoin } from '../../internal/pointer.js'
import { faultOfForm, problem } from '../../internal/problems.js'
import { parseDateTime } from '../../internal/time.js'
import { isHttpUrl, isUri } from '../../internal/url.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { Problem } from '../../types/verification.js'
import { hasType, isHosted, type OpenedBadge } from './open.js'

type Test = (value: JsonValue) => boolean

const text: Test = (value) => typeof value === 'string'
const uri: Test = (value) => typeof value === 'string' && isUri(value)
const object: Test = isJsonObject
const date: Test = (value) => typeof value === 'string' && parseDateTime(value) !== null
const uriOrObject: Test = (value) => uri(value) || object(value)
const several =
  (test: Test): Test =>
  (value) =>
    asArray<JsonValue>(value).every(test)
/** The picture of an assertion is a baked one, which cannot be inside itself; a badge class may have its picture inline. */
const picture: Test = (value) => uriOrObject(value) && !(typeof value === 'string' && /^data:/i.test(value))

interface Rule {
  readonly test: Test
  readonly required?: true
  readonly form: string
  /** What a fault puts in doubt: nothing but the form (`form`), or nothing but that where it is missing (`absence`). */
  readonly fault?: 'form' | 'absence'
}

/** Open Badges 2.0: the members of its classes that are looked at. */
const classes = {
  Assertion: {
    types: ['Assertion'],
    members: {
      id: { test: uri, required: true, form: 'an absolute URL' },
      recipient: { test: object, required: true, form: 'an object', fault: 'absence' },
      badge: { test: uriOrObject, required: true, form: 'a URL or an object' },
      verification: { test: object, required: true, form: 'an object' },
      issuedOn: { test: date, required: true, form: 'a date and time with a time zone' },
      expires: { test: date, form: 'a date and time with a time zone' },
      image: { test: picture, form: 'a URL (no data: URL) or an object', fault: 'form' },
      evidence: { test: several(uriOrObject), form: 'URLs or objects', fault: 'form' },
      narrative: { test: text, form: 'text', fault: 'form' },
      revoked: { test: (value) => typeof value === 'boolean', form: 'true or false' },
    },
  },
  BadgeClass: {
    types: ['BadgeClass'],
    members: {
      id: { test: uri, form: 'an absolute URL' },
      name: { test: text, required: true, form: 'text', fault: 'form' },
      description: { test: text, required: true, form: 'text', fault: 'form' },
      image: { test: uriOrObject, required: true, form: 'a URL or an object', fault: 'form' },
      criteria: { test: uriOrObject, required: true, form: 'a URL or an object', fault: 'form' },
      issuer: { test: uriOrObject, required: true, form: 'a URL or an object' },
      alignment: { test: several(object), form: 'objects', fault: 'form' },
      tags: { test: several(text), form: 'texts', fault: 'form' },
    },
  },
  Profile: {
    types: ['Profile', 'Issuer'],
    members: {
      id: { test: uri, required: true, form: 'an absolute URL' },
      name: { test: text, required: true, form: 'text' },
      url: { test: uri, required: true, form: 'an absolute URL', fault: 'form' },
      email: { test: text, required: true, form: 'text', fault: 'form' },
      revocationList: { test: uriOrObject, form: 'a URL or an object' },
      publicKey: { test: several(uriOrObject), form: 'URLs or objects' },
    },
  },
  Recipient: {
    types: [],
    members: {
      type: { test: text, required: true, form: 'text' },
      identity: { test: text, required: true, form: 'text' },
      hashed: { test: (value) => typeof value === 'boolean', required: true, form: 'true or false' },
      salt: { test: text, form: 'text' },
    },
  },
} as const satisfies Record<string, { readonly types: readonly string[]; readonly members: Record<string, Rule> }>

/** What Open Badges 2.0 has against the documents of a badge, each with its place in the assembled one. */
export function modelProblems({ assertion, badge, issuer }: OpenedBadge): readonly Problem[] {
  const found: Problem[] = []
  check(assertion, 'Assertion', '', found)
  if (isJsonObject(assertion.recipient)) check(assertion.recipient, 'Recipient', '/recipient', found)
  if (badge.value !== undefined) check(badge.value, 'BadgeClass', '/badge', found)
  if (issuer.value !== undefined) check(issuer.value, 'Profile', '/badge/issuer', found)
  for (const [part, pointer] of [
    [badge, '/badge'],
    [issuer, '/badge/issuer'],
  ] as const) {
    if (part.error?.code !== 'ERR_MODEL_INVALID' && part.error?.code !== 'ERR_JSON_INVALID') continue
    if (badge.value !== undefined || pointer === '/badge')
      found.push(problem(part.error.code, part.error.message, pointer))
  }
  const [from, until] = [timeOf(assertion.issuedOn), timeOf(assertion.expires)]
  if (from !== null && until !== null && until < from) {
    found.push(problem('ERR_MODEL_INVALID', 'The badge expires before it was issued.', '/expires'))
  }
  if (isHosted(assertion) && typeof assertion.id === 'string' && !isHttpUrl(assertion.id)) {
    found.push(problem('ERR_MODEL_INVALID', 'A hosted badge is named by its http address.', '/id'))
  }
  return found
}

function check(value: JsonObject, name: keyof typeof classes, pointer: string, found: Problem[]): void {
  const { types, members } = classes[name]
  if (types.length > 0 && !hasType(value, ...types)) {
    found.push(problem('ERR_MODEL_INVALID', `The type must be ${types.join(' or ')}.`, `${pointer}/type`))
  }
  for (const [key, rule] of Object.entries<Rule>(members)) {
    const member = value[key]
    const at = pointerJoin(pointer, key)
    if (member === undefined || member === null) {
      const make = rule.fault === undefined ? problem : faultOfForm
      if (rule.required) found.push(make('ERR_MODEL_INVALID', `${name} must have the member "${key}".`, at))
    } else if (!rule.test(member)) {
      const make = rule.fault === 'form' ? faultOfForm : problem
      found.push(make('ERR_MODEL_INVALID', `"${key}" must be ${rule.form}.`, at))
    }
  }
}

export const timeOf = (value: JsonValue | undefined): number | null =>
  typeof value === 'string' ? parseDateTime(value) : null
