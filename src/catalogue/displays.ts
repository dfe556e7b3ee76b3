import { limits } from '../internal/limits.js'
import { type InputOf, type Operation, operation } from './operation.js'
import { id, input, integer, listOf, oneOf, output, text } from './schema.js'
import { members, schemas } from './schemas.js'
import { displayJson } from './to-json.js'

const { locale, token } = members
const { Display, ShownBadge } = schemas
const { min, max, standard } = limits.slideSeconds

/** Screens of the organisation, which show badges whose learners agreed to that. */
export const displayOperations: readonly Operation[] = [
  operation({
    name: 'displays.create',
    summary:
      'Creates a display. Its address is given once: the page for kiosk players, and under it `/feed.xml` and `/feed.json`.',
    access: 'issuer',
    actions: ['screens'],
    input: input(
      { title: text('What it is called.', limits.displayTitle) },
      {
        achievementIds: listOf(text('Id.'), 'Only badges of these achievements.', limits.displayAchievements),
        secondsPerSlide: { ...integer('Seconds that each badge stays.', min, max), default: standard },
        locale: { ...locale, description: 'BCP 47: the language of its words.' },
      },
    ),
    output: output({ display: Display, url: text('Its address.') }),
    errors: [],
    run: async ({ service }, given: InputOf<'displays', 'create'>) => {
      const { display, url } = await service.displays.create(given)
      return { display: displayJson(display), url }
    },
  }),
  operation({
    name: 'displays.list',
    summary: 'Lists displays, the newest first, the ended ones included. Their addresses are not kept.',
    access: 'issuer',
    actions: ['read'],
    input: input(),
    output: output({ displays: listOf(Display) }),
    errors: [],
    run: async ({ service }) => ({ displays: (await service.displays.list()).map(displayJson) }),
  }),
  operation({
    name: 'displays.revoke',
    summary: 'Ends a display at once.',
    access: 'issuer',
    actions: ['screens'],
    input: input({ displayId: id('Id of the display.') }),
    output: Display,
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: { displayId: string }) => displayJson(await service.displays.revoke(given)),
  }),
  operation({
    name: 'displays.look',
    summary: 'What a screen shows at this moment.',
    access: 'link',
    input: input({ token }),
    output: output(
      { state: oneOf('Whether there is something to show.', ['open', 'gone', 'unknown']) },
      { display: Display, badges: listOf(ShownBadge) },
    ),
    errors: [],
    run: async ({ service }, given: { token: string }) => {
      const seen = await service.displays.look(given.token)
      if (seen === null) return { state: 'unknown' }
      return seen === 'gone' ? { state: 'gone' } : { state: 'open', ...seen, display: displayJson(seen.display) }
    },
  }),
]
