import { defined } from '../internal/defined.js'
import { limits } from '../internal/limits.js'
import type { BadgeService, ClaimInput } from '../service/index.js'
import { found, type Operation, operation } from './operation.js'
import { input, oneOf, output, text, time } from './schema.js'
import { members, schemas } from './schemas.js'
import { badgeJson, personJson } from './to-json.js'

const { badgeId, personId, purpose, textVersion, token } = members
const { Account, Badge, Credential } = schemas

const viewer = input({}, { personId: { ...personId, description: 'Who is signed in, as the session says.' } })
const session = output({ token: text('For a cookie; see `people.badgeSession`.'), expiresAt: time('ISO 8601.') }, {})

/** Who owns the badge now: an id, and the account for those who are signed in to it. */
const owner = { ...Account, required: ['id'] }

type UndoInput = Parameters<BadgeService['claims']['undo']>[0]

const answer = input(
  { token },
  {
    viewer,
    code: text('With the policy `code`: the six digits.', limits.mailedCode),
    consent: input({ purpose, textVersion }),
  },
)

/** Why an answer is not taken. */
const refusals: Operation['errors'] = [
  'ERR_ACCESS_DENIED',
  'ERR_AUTHENTICATION_NEEDED',
  'ERR_CONSENT_NEEDED',
  'ERR_STAGE_INVALID',
  'ERR_TOKEN_EXPIRED',
  'ERR_TOKEN_INVALID',
  'ERR_TOKEN_USED',
]

/** Learners answering an offer. */
export const claimOperations: readonly Operation[] = [
  operation({
    name: 'claims.look',
    summary: 'The offer behind a link. Only reads, however often it is called.',
    access: 'link',
    input: input({ token }),
    output: output(
      {
        state: oneOf('`open`: it can be answered.', ['open', 'used', 'expired', 'void', 'unknown']),
      },
      {
        why: oneOf('Why it cannot.', ['answered', 'old', 'replaced', 'badge-expired', 'revoked']),
        badgeId: { ...badgeId, description: 'Of an offer that was answered: the badge, for its owner.' },
        offer: {
          type: 'object',
          description: 'What the page of the offer shows.',
          properties: { credential: Credential },
        },
      },
    ),
    errors: ['ERR_CONSENT_NEEDED'],
    run: ({ service }, given: { token: string }) => service.claims.look(given.token),
  }),
  operation({
    name: 'claims.requestCode',
    summary: 'Sends the code that the claim policy `code` asks for.',
    access: 'link',
    input: input({ token }),
    errors: ['ERR_CONSENT_NEEDED', 'ERR_STAGE_INVALID', 'ERR_TOKEN_EXPIRED', 'ERR_TOKEN_INVALID', 'ERR_TOKEN_USED'],
    run: ({ service }, given: { token: string }) => service.claims.requestCode(given),
  }),
  operation({
    name: 'claims.accept',
    summary: 'Accepts a badge without claiming it. The link stays valid for claiming.',
    access: 'link',
    input: answer,
    output: Badge,
    errors: refusals,
    run: async ({ service }, given: ClaimInput) => badgeJson(service, await service.claims.accept(given)),
  }),
  operation({
    name: 'claims.claim',
    summary: 'Accepts and claims a badge. Of several callers exactly one succeeds.',
    access: 'link',
    input: answer,
    output: output({ badge: Badge, person: owner }, { badgeSession: session }),
    errors: refusals,
    run: async ({ service }, given: ClaimInput) => {
      const { badge, person, badgeSession } = await service.claims.claim(given)
      // The account is shown to who is signed in to it: a link is good for its badge alone.
      const isOwn = given.viewer?.personId === person.id
      return {
        badge: await badgeJson(service, badge),
        person: isOwn ? personJson(person) : { id: person.id },
        ...defined({ badgeSession }),
      }
    },
  }),
  operation({
    name: 'claims.decline',
    summary: 'Declines a badge, which takes what claiming takes. The token takes that back, until the time given.',
    access: 'link',
    input: answer,
    output: output({ badge: Badge, undoToken: text('Takes it back.'), undoUntil: time('Until when.') }),
    errors: refusals,
    run: async ({ service }, given: ClaimInput) => {
      const { badge, ...rest } = await service.claims.decline(given)
      return { ...rest, badge: await badgeJson(service, badge) }
    },
  }),
  operation({
    name: 'claims.giveBack',
    summary: 'Declines a badge that its owner has claimed: it leaves their collection, and its links end.',
    access: 'owner',
    input: input({ badgeId, personId }),
    output: output({ badge: Badge, undoToken: text('Takes it back.'), undoUntil: time('Until when.') }),
    errors: ['ERR_RECORD_NOT_FOUND', 'ERR_STAGE_INVALID'],
    run: async ({ service }, given: { badgeId: string; personId: string }) => {
      const { badge, ...rest } = await service.claims.giveBack(given)
      return { ...rest, badge: await badgeJson(service, badge) }
    },
  }),
  operation({
    name: 'claims.undo',
    summary: 'Takes back a decline, or what a rule accepted.',
    access: 'link',
    input: input({ token }, { viewer }),
    output: output({ badge: Badge }, { claimToken: text('Token of the new link.') }),
    errors: ['ERR_ACCESS_DENIED', 'ERR_STAGE_INVALID', 'ERR_TOKEN_EXPIRED', 'ERR_TOKEN_INVALID', 'ERR_TOKEN_USED'],
    run: async ({ service }, given: UndoInput) => {
      const { badge, ...rest } = await service.claims.undo(given)
      return { ...rest, badge: await badgeJson(service, badge) }
    },
  }),
  operation({
    name: 'claims.lookUndo',
    summary: 'What `claims.undo` would take back. Only reads.',
    access: 'link',
    input: input({ token }),
    output: output({ kind: oneOf('What it is.', ['decline', 'auto-accept']), badge: Badge }),
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: { token: string }) => {
      const { kind, badge } = found(await service.claims.lookUndo(given.token), 'link')
      return { kind, badge: await badgeJson(service, badge) }
    },
  }),
]
