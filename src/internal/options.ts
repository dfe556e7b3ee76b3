import { BadgeError } from '../errors.js'
import { isObject, type KindRow, kinds, type OptionRule, type RuleTable } from './option-rules.js'
import { sharedCache } from './shared-caches.js'
import { closest } from './suggest.js'

export {
  needed,
  number,
  type OptionRule,
  type OptionTable,
  type RuleTable,
  whole,
} from './option-rules.js'

/**
 * Holds options against their table: unknown names, and values of another kind or outside of what there is, are refused.
 * One that is silently overlooked may make a check laxer, or a policy ask for less. What is `undefined` is as good as
 * absent.
 *
 * @param inside - what the options are a part of, for messages
 * @throws BadgeError `ERR_ARGUMENT_INVALID` that says what there is
 */
export function checkOptions<Options>(options: Options, table: RuleTable, inside = ''): void {
  if (!isObject(options)) throw wrong(inside === '' ? 'The options' : `\`${inside}\``, 'an object')
  const place = (name: string): string => (inside === '' ? name : `${inside}.${name}`)
  const given = options as Readonly<Record<string, unknown>>
  const names = Object.keys(given)
  for (const name of names) if (!Object.hasOwn(table, name)) throw unknown('option', name, table, inside)
  // What is there and wrong says more than what is missing.
  for (const name of names) {
    if (given[name] !== undefined) checkValue(place(name), given[name], table[name] as OptionRule)
  }
  for (const name of neededBy(table)) checkValue(place(name), given[name], table[name] as OptionRule)
}

const neededOf = sharedCache('neededOptions', () => new WeakMap<RuleTable, readonly string[]>())

/** The options of a table that cannot be left out; found once for each table. */
function neededBy(table: RuleTable): readonly string[] {
  let names = neededOf().get(table)
  if (names === undefined) {
    names = Object.keys(table).filter((name) => isNeeded(table[name] as OptionRule))
    neededOf().set(table, names)
  }
  return names
}

/**
 * The same for data, such as what another function gave: it may have members of the caller's own.
 *
 * @param what - how messages call it
 */
export function checkShape(what: string, value: unknown, table: RuleTable): void {
  if (!isObject(value)) throw wrong(`\`${what}\``, 'an object')
  for (const [name, rule] of Object.entries(table)) {
    checkValue(`${what}.${name}`, (value as Readonly<Record<string, unknown>>)[name], rule)
  }
}

/** Holds one value against a rule; see {@link checkOptions}. */
export function checkValue(name: string, value: unknown, rule: OptionRule): void {
  if (value === undefined && !isNeeded(rule)) return
  const said = problemOf(name, value, rule)
  if (said !== undefined) throw said
}

const isNeeded = (rule: OptionRule): boolean => typeof rule === 'object' && 'needed' in rule

/** The error for a value that the rule does not allow. */
function problemOf(name: string, value: unknown, rule: OptionRule): BadgeError | undefined {
  if (typeof rule === 'string') {
    const [test, form, meant] = kinds[rule] as KindRow
    if (test(value)) return undefined
    const guess = meant?.(value)
    return wrong(`\`${name}\``, guess === undefined ? form : `${form}; did you mean ${guess}?`)
  }
  if (Array.isArray(rule)) return rule.includes(value) ? undefined : unknownValue(name, value, rule)
  const shape = rule as Exclude<OptionRule, string | readonly (string | number)[]>
  if ('needed' in shape) {
    return (value === undefined || value === null) && shape.needed !== 'token'
      ? wrong(`\`${name}\``, `given: ${formOf(shape.needed)}`)
      : problemOf(name, value, shape.needed)
  }
  if ('members' in shape) return caught(() => checkOptions(value, shape.members, name))
  if ('each' in shape) {
    if (!Array.isArray(value)) return wrong(`\`${name}\``, formOf(shape))
    for (const [i, item] of value.entries()) {
      const said = problemOf(`${name}[${i}]`, item, shape.each)
      if (said !== undefined) return said
    }
    return undefined
  }
  if ('methods' in shape) {
    const missing = shape.methods.find(
      (method) => typeof (value as Record<string, unknown> | null)?.[method] !== 'function',
    )
    return missing === undefined ? undefined : wrong(`\`${name}\``, formOf(shape))
  }
  if ('either' in shape) {
    const bag = shape.either.find((one) => typeof one === 'object' && 'members' in one)
    if (bag !== undefined && isObject(value)) return problemOf(name, value, bag)
    return shape.either.some((one) => problemOf(name, value, one) === undefined)
      ? undefined
      : wrong(`\`${name}\``, formOf(shape))
  }
  const { from, to, whole = false } = shape
  const fits = typeof value === 'number' && value >= from && value <= to && (!whole || Number.isInteger(value))
  return fits ? undefined : wrong(`\`${name}\``, formOf(shape))
}

/** How a message says what a rule allows. */
function formOf(rule: OptionRule): string {
  if (typeof rule === 'string') return kinds[rule][1]
  if (Array.isArray(rule)) return rule.map((each) => (typeof each === 'string' ? `'${each}'` : `${each}`)).join(' or ')
  const shape = rule as Exclude<OptionRule, string | readonly (string | number)[]>
  if ('needed' in shape) return formOf(shape.needed)
  if ('members' in shape) return `an object with ${Object.keys(shape.members).join(', ')}`
  if ('each' in shape) return `a list, each item ${formOf(shape.each)}`
  if ('methods' in shape) return `an object with the functions ${shape.methods.join(', ')}`
  if ('either' in shape) return shape.either.map(formOf).join(', or ')
  const { from, to, whole = false } = shape
  const upTo = to >= Number.MAX_SAFE_INTEGER ? 'on' : `to ${to}`
  return `a ${whole ? 'whole ' : ''}number from ${from} ${upTo}`
}

function caught(check: () => void): BadgeError | undefined {
  try {
    check()
    return undefined
  } catch (error) {
    return error as BadgeError
  }
}

function unknown(what: string, name: string, table: RuleTable, inside: string): BadgeError {
  const names = Object.keys(table)
  const within = inside === '' ? '' : ` in \`${inside}\``
  const all = names.length === 0 ? 'there are none' : `there are ${names.join(', ')}`
  const shown = JSON.stringify(name.slice(0, 40))
  return new BadgeError('ERR_ARGUMENT_INVALID', `There is no ${what} ${shown}${within}; ${all}.${meant(name, names)}`)
}

function unknownValue(name: string, value: unknown, values: readonly (string | number)[]): BadgeError {
  const guess = typeof value === 'string' ? closest(value, values.map(String)) : undefined
  const ends = guess === undefined ? '.' : `; did you mean '${guess}'?`
  return new BadgeError('ERR_ARGUMENT_INVALID', `\`${name}\` must be ${formOf(values)}${ends}`)
}

/** The name that was probably meant, as a question behind the list of what there is. */
export function meant(name: string, known: readonly string[]): string {
  const guess = closest(name, known)
  return guess === undefined ? '' : ` Did you mean ${guess}?`
}

const wrong = (what: string, form: string): BadgeError =>
  new BadgeError('ERR_ARGUMENT_INVALID', `${what} must be ${form}${form.endsWith('?') ? '' : '.'}`)

/** Some rules of a table. */
export const pick = <Table extends object, Name extends keyof Table>(
  table: Table,
  ...names: readonly Name[]
): Pick<Table, Name> => Object.fromEntries(names.map((name) => [name, table[name]])) as Pick<Table, Name>

/** For a function that was handed what another function has still to give. */
export const isPromise = (value: unknown): boolean =>
  isObject(value) && typeof (value as { then?: unknown }).then === 'function'
