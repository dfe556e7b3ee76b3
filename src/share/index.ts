/**
 * Ways to share a badge, as data: a link or an action, what to copy by hand, which prompt to expect. Nothing here
 * fetches, opens or posts anything.
 *
 * @module badgewright/share
 */

import { BadgeError } from '../errors.js'
import { shareAllRules } from '../internal/option-tables.js'
import { checkOptions, meant, type OptionTable } from '../internal/options.js'
import { assertView, type BadgeView } from '../view/index.js'
import { deviceAdapters } from './device-adapters.js'
import { spokenAdapter } from './link-adapter.js'
import { shareLinkRows } from './networks.js'
import type { ShareAction, ShareAdapter, ShareOptions } from './types.js'

export { type BadgeView, type BadgeViewOptions, badgeView } from '../view/index.js'
export { countText, fitText } from './count.js'
export { shareLinkAdapter } from './link-adapter.js'
export type { ShareLinkRow } from './networks.js'
export type {
  ShareAction,
  ShareAdapter,
  ShareLabels,
  ShareOptions,
  TextCount,
} from './types.js'

/** Every way to share that comes along, in the order in which a page may show them. */
export const shareAdapters: readonly ShareAdapter[] = [...shareLinkRows.map(spokenAdapter), ...deviceAdapters]

/** Networks that are offered unless asked otherwise: those whose form was confirmed. */
const isOffered = ({ status }: ShareAdapter): boolean => status !== 'unverified'

export interface ShareAllOptions extends ShareOptions {
  /** Ids of the adapters to use, in this order. Default: all whose form was confirmed. */
  readonly networks?: readonly string[]
  /** Adapters of your own; one with a known id takes its place. */
  readonly adapters?: readonly ShareAdapter[]
}

/**
 * What a badge can be shared by: one {@link ShareAction} for each network, with all its words in `locale`. The month of issue is that of UTC, the text
 * is cut to what the network takes by its own counting, and every value is encoded so that it arrives as it is.
 *
 * Only a link that the person opens themselves is given; whether a network fills in its form is up to the network, so
 * show `fields` beside it.
 *
 * @throws BadgeError `ERR_ARGUMENT_INVALID` for an unknown network, a page that is not an `https` URL, an `instance` that is
 * not a host, a `locale` that is not a language tag, or `labels` that do not exist
 *
 * @example
 * import { badgeView, shareBadge } from 'badgewright/share'
 * import { readFile } from 'node:fs/promises'
 *
 * const badge = JSON.parse(await readFile('badge.json', 'utf8'))
 * const view = badgeView(badge, { url: 'https://badges.example.org/b/7' })
 * for (const action of shareBadge(view, { instance: 'mastodon.social', locale: 'de' })) console.log(action.label, action.href)
 */
export function shareBadge(view: BadgeView, options: ShareAllOptions = {}): ShareAction[] {
  assertView(view)
  checkOptions(options, shareAllRules satisfies OptionTable<ShareAllOptions>)
  const { networks, adapters = [], ...rest } = options
  const known = new Map([...shareAdapters, ...adapters].map((adapter) => [adapter.id, adapter]))
  const own = adapters.map(({ id }) => id)
  const ids =
    networks ?? [...known.values()].filter((row) => isOffered(row) || own.includes(row.id)).map(({ id }) => id)
  return ids.map((id) => {
    const adapter = known.get(id)
    if (adapter === undefined) {
      const there = [...known.keys()]
      throw new BadgeError(
        'ERR_ARGUMENT_INVALID',
        `There is no share adapter ${JSON.stringify(id.slice(0, 40))}; there are ${there.join(', ')}.${meant(id, there)}`,
      )
    }
    return adapter.share(view, rest)
  })
}
