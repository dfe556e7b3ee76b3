import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { mayProceed, passing } from '../core/consent.js'
import type { ServiceContext } from '../core/context.js'
import type { AutoAcceptRule, PersonRecord } from '../core/records/index.js'
import { iso } from '../core/time.js'
import { changePerson, findPerson } from './plan.js'
import type { NewRule } from './types.js'

/** The rules of a person; none if there is no such person, or a guardian does not allow any. */
export async function rulesOf(context: ServiceContext, personId: string): Promise<readonly AutoAcceptRule[]> {
  const person = (await findPerson(context, personId))?.value
  return person !== undefined && (await mayProceed(context, 'rules', { person })) ? person.autoAccept : []
}

/** A rule that accepts badges of an issuer for this person. It never makes anything visible. */
export async function addRule(context: ServiceContext, input: NewRule): Promise<PersonRecord> {
  const { personId, issuerId, achievementTypes, until } = input
  if (typeof issuerId !== 'string' || issuerId === '') {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'A rule names an issuer by its id.')
  }
  if (until !== undefined && Number.isNaN(Date.parse(until))) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', '`until` must be a date and time.')
  }
  return changePerson(context, personId, async (person) => ({
    changes: await passing(context, 'rules', { person }),
    next: {
      ...person,
      autoAccept: [
        ...person.autoAccept.filter((rule) => rule.issuerId !== issuerId),
        { issuerId, ...defined({ achievementTypes }), createdAt: iso(context.now()), ...defined({ until }) },
      ],
    },
    events: [{ type: 'rule-added', data: { issuerId } }],
  }))
}

export const removeRule = (
  context: ServiceContext,
  { personId, issuerId }: { personId: string; issuerId: string },
): Promise<PersonRecord> =>
  changePerson(context, personId, (person) => ({
    next: { ...person, autoAccept: person.autoAccept.filter((rule) => rule.issuerId !== issuerId) },
    events: [{ type: 'rule-removed', data: { issuerId } }],
  }))
