import { serviceLimits } from '../../internal/limits.js'
import type { DisplayRecord } from '../../service/index.js'
import type { JsonObject } from '../../types/json.js'
import { named, objectOf, optionalText, wrong } from './input.js'
import type { Operation } from './operation.js'
import { schemaRef } from './schemas.js'

/** The record, without what its address follows from. */
const displayJson = ({ id, title, achievementIds, secondsPerSlide, locale, createdAt, revokedAt }: DisplayRecord) => ({
  id,
  title,
  achievementIds,
  secondsPerSlide,
  locale,
  createdAt,
  revokedAt,
})

function idsOf({ achievementIds: ids }: JsonObject): readonly string[] | undefined {
  if (ids === undefined || ids === null) return undefined
  if (Array.isArray(ids) && ids.every((id) => typeof id === 'string')) return ids as string[]
  throw wrong('"achievementIds" must be a list of ids.')
}

/** Screens of the organisation, which show badges whose learners agreed to that. */
export const displayOperations: readonly Operation[] = [
  {
    id: 'listDisplays',
    method: 'GET',
    path: '/api/displays',
    summary: 'Lists displays, the newest first. Their addresses were told when they were made, and are not kept.',
    protected: true,
    answers: {
      200: {
        description: 'All displays, the ended ones included.',
        schema: {
          type: 'object',
          required: ['displays'],
          properties: { displays: { type: 'array', items: schemaRef('Display') } },
        },
      },
    },
    async run({ service }) {
      return { status: 200, body: { displays: (await service.displays.list()).map(displayJson) } }
    },
  },
  {
    id: 'createDisplay',
    method: 'POST',
    path: '/api/displays',
    summary:
      'Makes a display. Its address is told once: the page for kiosk players, and under it `/feed.xml` and `/feed.json`.',
    protected: true,
    body: {
      type: 'object',
      required: ['title'],
      properties: {
        title: { type: 'string', maxLength: serviceLimits.displayTitle },
        achievementIds: {
          type: 'array',
          maxItems: 100,
          items: { type: 'string' },
          description: 'Only badges of these achievements.',
        },
        secondsPerSlide: { type: 'integer', minimum: 5, maximum: 120, default: 12 },
        locale: { type: 'string', description: 'BCP 47: the language of its words.' },
      },
    },
    answers: {
      201: {
        description: 'The display, and its address.',
        schema: {
          type: 'object',
          required: ['display', 'url'],
          properties: { display: schemaRef('Display'), url: { type: 'string' } },
        },
      },
    },
    async run({ service }, value) {
      const body = objectOf(value, 'The body')
      const { secondsPerSlide } = body
      if (secondsPerSlide !== undefined && typeof secondsPerSlide !== 'number') {
        throw wrong('"secondsPerSlide" must be a number.')
      }
      const { display, url } = await service.displays.create({
        title: optionalText(body, 'title', serviceLimits.displayTitle) ?? '',
        ...named('achievementIds', idsOf(body)),
        ...named('secondsPerSlide', secondsPerSlide),
        ...named('locale', optionalText(body, 'locale', serviceLimits.localeTag)),
      })
      return { status: 201, body: { display: displayJson(display), url } }
    },
  },
  {
    id: 'revokeDisplay',
    method: 'POST',
    path: '/api/displays/:displayId/revoke',
    summary: 'Ends a display at once.',
    protected: true,
    answers: { 200: { description: 'The display.', schema: schemaRef('Display') } },
    async run({ service, place }) {
      const display = await service.displays.revoke({ displayId: place.displayId ?? '' })
      return { status: 200, body: displayJson(display) }
    },
  },
]
