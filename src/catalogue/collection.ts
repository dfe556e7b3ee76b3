import { limits } from '../internal/limits.js'
import { noticeKinds } from '../service/core/records/index.js'
import { type InputOf, type Operation, operation } from './operation.js'
import { flag, id, input, integer, listOf, oneOf, output, text, time } from './schema.js'
import { members, schemas } from './schemas.js'
import { badgeJson } from './to-json.js'

const { badgeId, personId } = members
const { Badge } = schemas
const paging = { cursor: text('`cursor` of the page before.', limits.recordId), limit: integer('Rows.', 1, 100) }
const next = { cursor: text('Where the next page begins; absent on the last.') }
const Notice = output(
  {
    id: id('Id of the notice.'),
    kind: oneOf('What happened.', noticeKinds),
    at: time('When.'),
    badge: Badge,
  },
  { readAt: time('When it was read.') },
)

const errors: Operation['errors'] = ['ERR_CONSENT_NEEDED', 'ERR_RECORD_NOT_FOUND']

/** What a learner has, as they look at it. */
export const collectionOperations: readonly Operation[] = [
  operation({
    name: 'collection.badges',
    summary: 'A page of the badges that a person has claimed, in an order, and with words in their names.',
    access: 'learner',
    input: input(
      { personId },
      {
        text: text('Words in the name of the badge or of its issuer.', limits.collectionQuery),
        order: oneOf('The order.', ['newest', 'oldest', 'issuer', 'name'], 'newest'),
        ...paging,
      },
    ),
    output: output(
      { badges: listOf(Badge), partial: flag('Only the newest were looked through: there are more.') },
      next,
    ),
    errors,
    run: async ({ service }, given: InputOf<'collection', 'badges'>) => {
      const { badges, ...rest } = await service.collection.badges(given)
      return { ...rest, badges: await Promise.all(badges.map((badge) => badgeJson(service, badge))) }
    },
  }),
  operation({
    name: 'collection.offers',
    summary: 'A page of the offers that wait for the answer of a person.',
    access: 'learner',
    input: input({ personId }, { badgeId, ...paging }),
    output: output({ badges: listOf(Badge) }, next),
    errors,
    run: async ({ service }, given: InputOf<'collection', 'offers'>) => {
      const { badges, ...rest } = await service.collection.offers(given)
      return { ...rest, badges: await Promise.all(badges.map((badge) => badgeJson(service, badge))) }
    },
  }),
  operation({
    name: 'collection.openOffer',
    summary: 'A link to an offer for the person whose address it was made to.',
    access: 'learner',
    input: input({ personId, badgeId }),
    output: output({ token: text('Token of the link.'), expiresAt: time('When it ends.') }),
    errors,
    run: ({ service }, given: InputOf<'collection', 'openOffer'>) => service.collection.openOffer(given),
  }),
  operation({
    name: 'collection.notices',
    summary: 'A page of the notices of a person: badges that are new, corrected, revoked, expiring or expired.',
    access: 'learner',
    input: input({ personId }, paging),
    output: output({ notices: listOf(Notice) }, next),
    errors,
    run: async ({ service }, given: InputOf<'collection', 'notices'>) => {
      const { notices, ...rest } = await service.collection.notices(given)
      return {
        ...rest,
        notices: await Promise.all(
          notices.map(async ({ badge, ...notice }) => ({ ...notice, badge: await badgeJson(service, badge) })),
        ),
      }
    },
  }),
  operation({
    name: 'collection.unread',
    summary: 'How many offers and notices wait to be looked at.',
    access: 'learner',
    input: input({ personId }),
    output: output({ count: integer('Counted to 100.') }),
    errors,
    run: async ({ service }, given: { personId: string }) => ({
      count: await service.collection.unread(given.personId),
    }),
  }),
  operation({
    name: 'collection.readNotices',
    summary: 'Marks notices as read.',
    access: 'learner',
    input: input(
      { personId },
      { noticeIds: listOf(id('Id of a notice.'), 'Default: all of them.', limits.noticesCounted) },
    ),
    output: output({
      read: integer('How many were unread.'),
      badgeIds: listOf(badgeId, 'Badges of this person that the named ones are about.'),
    }),
    errors,
    run: ({ service }, given: InputOf<'collection', 'readNotices'>) => service.collection.readNotices(given),
  }),
]
