import { limits } from '../internal/limits.js'
import { found, type InputOf, type Operation, operation } from './operation.js'
import { flag, input, listOf, oneOf, output, text, time } from './schema.js'
import { members, schemas } from './schemas.js'

const { badgeId, email, guardian, name, textVersion, token } = members
const { Guardianship } = schemas
const child = { ...email, description: 'Address of the child.' }

/** Guardians of learners under age: who decides, and what was decided. */
export const guardianOperations: readonly Operation[] = [
  operation({
    name: 'guardians.name',
    summary: 'Names who decides for a child, until the child comes of age.',
    access: 'issuer',
    actions: ['award'],
    input: input({ email: child, guardian }, { name }),
    errors: ['ERR_ADDRESS_INVALID'],
    run: ({ service }, given: InputOf<'guardians', 'name'>) => service.guardians.name(given),
  }),
  operation({
    name: 'guardians.get',
    summary: 'Who decides for a child at this moment, and what was decided.',
    access: 'issuer',
    actions: ['read'],
    input: input({ email: child }),
    output: Guardianship,
    errors: ['ERR_ADDRESS_INVALID', 'ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: { email: string }) => found(await service.guardians.get(given), 'guardian'),
  }),
  operation({
    name: 'guardians.holding',
    summary: 'Which of these offers a guardian holds back: undecided, or refused.',
    access: 'issuer',
    actions: ['read'],
    input: input({ badgeIds: listOf(badgeId, 'Ids of badges.', limits.apiPage) }),
    output: listOf(output({ badgeId, refused: flag('The guardian has said no, and may still allow it.') })),
    errors: [],
    run: ({ service }, given: InputOf<'guardians', 'holding'>) => service.guardians.holding(given),
  }),
  operation({
    name: 'guardians.createLink',
    summary: 'Makes a link for a guardian, to hand out by other means than mail. Anyone who has it can decide.',
    access: 'issuer',
    actions: ['award'],
    input: input({ email: child }),
    output: output({ url: text('The link.'), token: text('Its token.'), expiresAt: time('ISO 8601.') }),
    errors: ['ERR_ADDRESS_INVALID', 'ERR_RECORD_NOT_FOUND'],
    run: ({ service }, given: { email: string }) => service.guardians.createLink(given),
  }),
  operation({
    name: 'guardians.look',
    summary: 'What the link of a guardian shows. Only reads.',
    access: 'link',
    input: input({ token }),
    output: Guardianship,
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: { token: string }) => {
      const view = await service.guardians.look(given.token)
      return found(view === 'gone' ? null : view, 'link')
    },
  }),
  operation({
    name: 'guardians.answer',
    summary: 'Takes the decision of a guardian. Something that is no longer allowed is closed and hidden at once.',
    access: 'link',
    input: input({
      token,
      purpose: oneOf('What is decided: having badges, or showing them.', ['badges', 'publishing']),
      given: flag('Given, or refused.'),
      textVersion,
      text: text('What was shown; its digest is kept.', limits.guardianText),
    }),
    output: Guardianship,
    errors: ['ERR_STAGE_INVALID', 'ERR_TOKEN_EXPIRED', 'ERR_TOKEN_INVALID'],
    run: ({ service }, given: InputOf<'guardians', 'answer'>) => service.guardians.answer(given),
  }),
]
