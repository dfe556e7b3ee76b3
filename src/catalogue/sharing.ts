import { limits } from '../internal/limits.js'
import { found, type InputOf, type Operation, operation } from './operation.js'
import { flag, id, input, listOf, oneOf, output, text, time } from './schema.js'
import { members, schemas } from './schemas.js'
import { badgeJson, shareJson } from './to-json.js'

const { badgeId, personId, token, visibility } = members
const { Badge, Share, ShownBadge } = schemas
const parts = listOf(text('Part of the badge.', limits.linkPart), 'Parts of the badge.', limits.linkParts)

const ownerErrors = ['ERR_ACCESS_DENIED', 'ERR_RECORD_NOT_FOUND', 'ERR_STAGE_INVALID'] as const

/** Who may see a badge. */
export const sharingOperations: readonly Operation[] = [
  operation({
    name: 'sharing.setVisibility',
    summary: 'Makes a badge private, unlisted or public. Only its owner may.',
    access: 'owner',
    input: input({ badgeId, personId, visibility }),
    output: Badge,
    errors: [...ownerErrors, 'ERR_CONSENT_NEEDED'],
    run: async ({ service }, given: InputOf<'sharing', 'setVisibility'>) =>
      badgeJson(service, await service.sharing.setVisibility(given)),
  }),
  operation({
    name: 'sharing.createLink',
    summary: 'Creates a link to one badge; with `show` it shows only those parts.',
    access: 'owner',
    input: input(
      { badgeId, personId },
      { label: text('What it is called.', limits.linkLabel), expiresAt: time('When it ends.'), show: parts },
    ),
    output: output({ share: Share, token: text('Token of the link.'), url: text('The link.') }),
    errors: [...ownerErrors, 'ERR_CONSENT_NEEDED'],
    run: async ({ service }, given: InputOf<'sharing', 'createLink'>) => {
      const { share, ...rest } = await service.sharing.createLink(given)
      return { ...rest, share: shareJson(share) }
    },
  }),
  operation({
    name: 'sharing.links',
    summary: 'The links to a badge, the ended ones included.',
    access: 'owner',
    input: input({ badgeId, personId }),
    output: output({ links: listOf(Share) }),
    errors: ownerErrors,
    run: async ({ service }, given: InputOf<'sharing', 'links'>) => ({
      links: (await service.sharing.links(given)).map(shareJson),
    }),
  }),
  operation({
    name: 'sharing.revokeLink',
    summary: 'Ends a link.',
    access: 'owner',
    input: input({ badgeId, personId, shareId: id('Id of the link.') }),
    output: Share,
    errors: ownerErrors,
    run: async ({ service }, given: InputOf<'sharing', 'revokeLink'>) =>
      shareJson(await service.sharing.revokeLink(given)),
  }),
  operation({
    name: 'sharing.setDisplay',
    summary: 'Agrees to screens of the organisation, or no longer.',
    access: 'learner',
    input: input(
      { badgeId, personId, allowed: flag('Whether screens may show it.') },
      { textVersion: text('Version of the text that was agreed to.', limits.consentText) },
    ),
    output: Badge,
    errors: [...ownerErrors, 'ERR_CONSENT_NEEDED'],
    run: async ({ service }, given: InputOf<'sharing', 'setDisplay'>) =>
      badgeJson(service, await service.sharing.setDisplay(given)),
  }),
  operation({
    name: 'sharing.capsule',
    summary: 'What can be hidden in a link: the parts that the badge has, and whether its file can go without them.',
    access: 'owner',
    input: input({ badgeId, personId }),
    output: output({ fields: parts, inFile: flag('Whether the signed file can go without what is hidden.') }),
    errors: ownerErrors,
    run: ({ service }, given: InputOf<'sharing', 'capsule'>) => service.sharing.capsule(given),
  }),
  operation({
    name: 'sharing.view',
    summary: 'A badge as its viewer may see it. One that is private is not found, as if there were none.',
    access: 'anyone',
    input: input({ badgeId }, { viewer: input({}, { personId }) }),
    output: ShownBadge,
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: InputOf<'sharing', 'view'>) => found(await service.sharing.view(given), 'badge'),
  }),
  operation({
    name: 'sharing.viewLink',
    summary: 'The badge behind a link.',
    access: 'link',
    input: input({ token }),
    output: output({ state: oneOf('Whether the link works.', ['open', 'gone', 'unknown']) }, { badge: ShownBadge }),
    errors: [],
    run: async ({ service }, given: InputOf<'sharing', 'viewLink'>) => {
      const badge = await service.sharing.viewLink(given)
      if (badge === null) return { state: 'unknown' }
      return badge === 'gone' ? { state: 'gone' } : { state: 'open', badge }
    },
  }),
]
