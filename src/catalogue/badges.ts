import { limits } from '../internal/limits.js'
import type { BadgeService, IssueInput, ReplaceInput } from '../service/index.js'
import { found, type Operation, operation, type WithDraft, withDraft } from './operation.js'
import { flag, id, input, integer, listOf, output, text } from './schema.js'
import { members, schemas } from './schemas.js'
import { badgeJson, eventJson, fileJson } from './to-json.js'

const {
  badgeId,
  claimPolicy,
  cursor,
  email,
  limit,
  locale,
  name,
  personId,
  picture,
  saved,
  reason,
  requireAuthentication,
  stage,
  statusPurpose,
} = members
const { Badge, Draft, Event, File, Recipient } = schemas

const pair = output({ old: Badge, badge: Badge }, {}, 'The badge that was replaced, and the one that replaced it.')

/** A call that has the badge as its answer. */
const onBadge =
  <Name extends 'offer' | 'resend' | 'revoke' | 'suspend' | 'reinstate'>(step: Name) =>
  async ({ service }: { readonly service: BadgeService }, given: Parameters<BadgeService[Name]>[0]) =>
    badgeJson(service, await (service[step] as (given: unknown) => ReturnType<BadgeService[Name]>)(given))

/** Badges, as the issuer sees them. */
export const badgeOperations: readonly Operation[] = [
  operation({
    name: 'badges.issue',
    summary: 'Issues a badge and offers it.',
    access: 'issuer',
    actions: ['award'],
    input: input(
      { draft: members.draft, recipient: Recipient },
      {
        saved,
        picture,
        offer: flag('Offers it at once, which also sends the mail.', true),
        statusPurpose,
        claimPolicy,
        requireAuthentication,
        idempotencyKey: id('Calls with the same key issue one badge.'),
      },
    ),
    output: Badge,
    errors: [
      'ERR_ADDRESS_INVALID',
      'ERR_DRAFT_INVALID',
      'ERR_FORMAT_UNKNOWN',
      'ERR_KEY_INVALID',
      'ERR_RECORD_NOT_FOUND',
      'ERR_SIGN_FAILED',
      'ERR_SIGN_ISSUER_MISMATCH',
      'ERR_STAGE_INVALID',
    ],
    run: async (host, given: Omit<IssueInput, 'draft' | 'picture'> & WithDraft) => {
      const badge = await host.service.issue(withDraft(host, given))
      return badgeJson(host.service, badge)
    },
  }),
  operation({
    name: 'badges.figures',
    summary:
      'How many badges were issued, opened, accepted, shared, and came back: of all, of a batch, or of a badge of the library.',
    access: 'issuer',
    actions: ['read'],
    input: input({}, { batchId: id('Id of the batch.'), savedId: id('Id of the badge in the library.') }),
    output: output({
      issued: integer('Badges.'),
      opened: integer('Whose recipient pressed something on the page of the offer.'),
      accepted: integer('That were accepted.'),
      shared: integer('That are public or shown by link.'),
      bounced: integer('Whose newest mail came back.'),
      isMore: flag(`Whether one of them stopped at ${limits.backlogRecords}.`),
    }),
    errors: [],
    run: ({ service }, given: { batchId?: string; savedId?: string }) => service.figures(given),
  }),
  operation({
    name: 'badges.offer',
    summary: 'Sends the offer of a badge that was issued without one.',
    access: 'issuer',
    actions: ['award'],
    input: input({ badgeId }),
    output: Badge,
    errors: ['ERR_RECORD_NOT_FOUND', 'ERR_STAGE_INVALID'],
    run: onBadge('offer'),
  }),
  operation({
    name: 'badges.resend',
    summary: 'Sends a new link; every earlier one is void.',
    access: 'issuer',
    actions: ['award'],
    input: input(
      { badgeId },
      { email: { ...email, description: 'The right address, where the first one was wrong.' } },
    ),
    output: Badge,
    errors: ['ERR_ACCESS_DENIED', 'ERR_ADDRESS_INVALID', 'ERR_RECORD_NOT_FOUND', 'ERR_STAGE_INVALID'],
    run: onBadge('resend'),
  }),
  operation({
    name: 'badges.createClaimLink',
    summary: 'Makes a claim link to hand out by other means than mail; every earlier one is void.',
    access: 'issuer',
    actions: ['award'],
    input: input({ badgeId }),
    output: output({ url: text('The link.'), token: text('Its token.'), expiresAt: text('ISO 8601.') }),
    errors: ['ERR_RECORD_NOT_FOUND', 'ERR_STAGE_INVALID'],
    run: ({ service }, given: { badgeId: string }) => service.createClaimLink(given),
  }),
  operation({
    name: 'badges.revoke',
    summary: 'Revokes a badge for good.',
    access: 'issuer',
    actions: ['revoke'],
    input: input(
      { badgeId, reason: { ...reason, minLength: 1 } },
      { notify: flag('Tells the learner by mail.', true) },
    ),
    output: Badge,
    errors: ['ERR_RECORD_NOT_FOUND', 'ERR_STAGE_INVALID'],
    run: onBadge('revoke'),
  }),
  operation({
    name: 'badges.suspend',
    summary: 'Suspends a badge that was issued with the status purpose `suspension`.',
    access: 'issuer',
    actions: ['revoke'],
    input: input({ badgeId }, { reason }),
    output: Badge,
    errors: ['ERR_RECORD_NOT_FOUND', 'ERR_STAGE_INVALID', 'ERR_STATUS_PURPOSE'],
    run: onBadge('suspend'),
  }),
  operation({
    name: 'badges.reinstate',
    summary: 'Ends a suspension.',
    access: 'issuer',
    actions: ['revoke'],
    input: input({ badgeId }),
    output: Badge,
    errors: ['ERR_RECORD_NOT_FOUND', 'ERR_STAGE_INVALID'],
    run: onBadge('reinstate'),
  }),
  operation({
    name: 'badges.replace',
    summary: 'Revokes a badge and issues another in its place.',
    access: 'issuer',
    actions: ['award', 'revoke'],
    input: input({ badgeId, draft: Draft }, { recipient: input({}, { email, name, locale }), picture, reason }),
    output: pair,
    errors: [
      'ERR_ACCESS_DENIED',
      'ERR_ADDRESS_INVALID',
      'ERR_DRAFT_INVALID',
      'ERR_FORMAT_UNKNOWN',
      'ERR_RECORD_NOT_FOUND',
      'ERR_STAGE_INVALID',
    ],
    run: async (host, given: Omit<ReplaceInput, 'draft' | 'picture'> & WithDraft) =>
      pairJson(host.service, await host.service.replace(withDraft(host, given))),
  }),
  operation({
    name: 'badges.correctName',
    summary: 'Corrects the name: revokes the badge and issues another in its place.',
    access: 'issuer',
    actions: ['correct'],
    input: input({ badgeId, name: { ...text('The right name.', limits.personName), minLength: 1 } }),
    output: pair,
    errors: ['ERR_RECORD_NOT_FOUND', 'ERR_STAGE_INVALID'],
    run: async ({ service }, given: { badgeId: string; name: string }) =>
      pairJson(service, await service.correctName(given)),
  }),
  operation({
    name: 'badges.get',
    summary: 'One badge.',
    access: 'issuer',
    actions: ['read'],
    input: input({ badgeId }),
    output: Badge,
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: { badgeId: string }) =>
      badgeJson(service, found(await service.get(given.badgeId), 'badge')),
  }),
  operation({
    name: 'badges.list',
    summary: 'Lists badges, the newest first.',
    access: 'issuer',
    actions: ['read'],
    input: input(
      {},
      {
        stage,
        batchId: id('Only this batch.'),
        email: { ...email, description: 'Only this address.' },
        name: text(
          'Words of the name, all of which must occur, without regard to case and accents.',
          limits.personName,
        ),
        achievementId: text('Only this achievement.'),
        personId: { ...personId, description: 'Only what this person claimed.' },
        cursor,
        limit,
      },
    ),
    output: output({ badges: listOf(Badge) }, { cursor }, 'Badges, and where to continue.'),
    errors: ['ERR_ADDRESS_INVALID'],
    run: async ({ service }, query: NonNullable<Parameters<BadgeService['list']>[0]>) => {
      const page = await service.list(query)
      return { badges: await Promise.all(page.badges.map((badge) => badgeJson(service, badge))), cursor: page.cursor }
    },
  }),
  operation({
    name: 'badges.history',
    summary: 'What happened to a badge, in order.',
    access: 'issuer',
    actions: ['read'],
    input: input({ badgeId }),
    output: output({ events: listOf(Event) }),
    errors: [],
    run: async ({ service }, given: { badgeId: string }) => ({
      events: (await service.history(given.badgeId)).map(eventJson),
    }),
  }),
  operation({
    name: 'badges.picture',
    summary: 'The picture of a badge as it was given.',
    access: 'issuer',
    actions: ['read'],
    input: input({ badgeId }),
    output: File,
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: { badgeId: string }) =>
      fileJson(found(await service.picture(given.badgeId), 'picture')),
  }),
  operation({
    name: 'badges.image',
    summary: 'The badge baked into its picture.',
    access: 'issuer',
    actions: ['read'],
    input: input({ badgeId }),
    output: File,
    errors: ['ERR_PROOF_IS_BASE', 'ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: { badgeId: string }) =>
      fileJson(found(await service.image(given.badgeId), 'picture')),
  }),
  operation({
    name: 'badges.jwt',
    summary: 'The badge as a JWT (`vc-jwt`).',
    access: 'issuer',
    actions: ['read'],
    input: input({ badgeId }),
    output: output({ jwt: text('Compact JWS.') }),
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: { badgeId: string }) => ({ jwt: found(await service.jwt(given.badgeId), 'JWT') }),
  }),
]

const pairJson = async (service: BadgeService, { old, badge }: Awaited<ReturnType<BadgeService['replace']>>) => ({
  old: await badgeJson(service, old),
  badge: await badgeJson(service, badge),
})
