import { checkValue, needed, type OptionRule, type OptionTable, whole } from '../../internal/options.js'
import { type AuthenticationWay, authenticationRanks } from './records/index.js'
import type { Viewer } from './shown.js'

type ParameterRule<Parameter> = undefined extends Parameter
  ? { readonly members: OptionTable<Exclude<Parameter, undefined>> }
  : Parameter extends string
    ? { readonly needed: OptionRule }
    : { readonly needed: { readonly members: OptionTable<Parameter> } }

/**
 * For each method of a subject, a rule for each parameter, held to the public types by the compiler: a misspelt member
 * must not make a step ask for less than its caller thinks.
 */
export type InputsOf<Methods> = {
  readonly [Name in keyof Methods]: Methods[Name] extends (...input: infer Input) => unknown
    ? { readonly [Index in keyof Required<Input>]: ParameterRule<Input[Index]> }
    : never
}

/** Refuses what a step was not made for. Throws `ERR_ARGUMENT_INVALID`. */
export function checkInputs(name: string, input: readonly unknown[], rules: readonly OptionRule[]): void {
  for (const [i, rule] of rules.entries()) checkValue(name, input[i], rule)
}

/** An object with these members. */
export const members = <const Table>(table: Table): { readonly needed: { readonly members: Table } } =>
  needed({ members: table } as never) as never

/** A page of a list. */
export const page = { cursor: 'text', limit: whole(1) } as const
export const text = needed('text')
/** Whatever is given: of what is not a token a step says that it is unknown, as of any text. */
export const token = needed('token')
/** Who decides for a child. */
export const guardian = { members: { email: text, until: text, locale: 'text' } } as const
/** How somebody was authenticated. */
export const authenticated = {
  members: {
    by: needed(Object.keys(authenticationRanks) as AuthenticationWay[]),
    at: needed('date and time'),
    acr: 'text',
    amr: 'texts',
    registeredBy: Object.keys(authenticationRanks) as AuthenticationWay[],
  },
} as const
const who = { personId: 'text', badgeId: 'text', authenticated } as const satisfies OptionTable<Viewer>
/** Who looks: also what `people.badgeSession` gives, as it is. */
export const viewer = { members: { ...who, expiresAt: 'text' } } as const
