import { base64Encode } from '../internal/encoding.js'
import { limits } from '../internal/limits.js'
import { found, type InputOf, type Operation, operation } from './operation.js'
import { flag, input, listOf, output, text } from './schema.js'
import { members, schemas } from './schemas.js'

const { badgeId, personId } = members
const address = text('The last part of its address.', limits.pageAddress)
const Portfolio = output({
  address,
  named: flag('Whether the person chose the address.'),
  open: flag('Whether others can see it.'),
  title: text('Its title.', limits.pageTitle),
  text: text('Its text.', limits.pageText),
  badgeIds: listOf(badgeId, 'The badges that were chosen.', limits.pageBadges),
  url: text('Its address.'),
})

/** The public page of a person. */
export const portfolioOperations: readonly Operation[] = [
  operation({
    name: 'portfolio.get',
    summary: 'The public page of a person, as they set it.',
    access: 'learner',
    input: input({ personId }),
    output: Portfolio,
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: { personId: string }) => found(await service.portfolio.get(given.personId), 'page'),
  }),
  operation({
    name: 'portfolio.set',
    summary: 'Sets the public page of a person: whether it is open, its address, texts and badges.',
    access: 'learner',
    input: input(
      { personId },
      {
        open: flag('Whether others can see it.'),
        title: text('One line.', limits.pageTitle),
        text: text('Plain text.', limits.pageText),
        address: { ...address, description: 'Chosen; empty for one that nobody can guess.' },
        badgeIds: listOf(badgeId, 'Badges of theirs that are public.', limits.pageBadges),
      },
    ),
    output: Portfolio,
    errors: ['ERR_CONSENT_NEEDED', 'ERR_RECORD_NOT_FOUND', 'ERR_ROW_DUPLICATE', 'ERR_STAGE_INVALID'],
    run: ({ service }, given: InputOf<'portfolio', 'set'>) => service.portfolio.set(given),
  }),
  operation({
    name: 'portfolio.look',
    summary: 'The public page at an address, as everybody sees it.',
    access: 'anyone',
    input: input({ address }),
    output: output({
      address,
      title: text('Its title.'),
      text: text('Its text.'),
      listed: flag('Whether search engines may list it.'),
      badges: listOf(schemas.ShownBadge),
    }),
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: InputOf<'portfolio', 'look'>) => found(await service.portfolio.look(given), 'page'),
  }),
  operation({
    name: 'portfolio.archive',
    summary: 'What the page of a person shows, as a ZIP file.',
    access: 'learner',
    input: input({ personId }),
    output: output({ name: text('Name.'), mediaType: text('Media type.'), bytes: text('Base64.') }),
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: { personId: string }) => {
      const { bytes, ...file } = await service.portfolio.archive(given.personId)
      return { ...file, bytes: base64Encode(bytes) }
    },
  }),
]
