import { defined } from '../../internal/defined.js'
import type { BadgeView as ServiceView } from '../../service/index.js'
import { negotiate, ownLabels as ownOf } from '../../texts/index.js'
import { type BadgeView, badgeView, pageUrl } from '../../view/index.js'
import { badgeFacts } from '../badge/facts.js'
import { seal } from '../site/seal.js'
import type { Site } from '../site/visit.js'
import type { Drawing } from './studio.js'

/** A badge as it is shared: what people see of it, under the address that this viewer came by. */
export interface Shared {
  readonly view: BadgeView
  readonly drawing: Drawing
}

/** Links to share, QR codes and previews need an address that others can open: https, or this machine to try it out. */
export function isShareable(baseUrl: string): boolean {
  try {
    return pageUrl(baseUrl) !== ''
  } catch {
    return false
  }
}

/**
 * The badge for pictures, previews and links. They are the same for everybody who opens their address, so their language
 * is that of the badge, and not of whoever looks. `undefined` where it lacks what a preview is made of.
 */
export function sharedBadge(
  site: Site,
  badge: ServiceView,
  options: { readonly url: string; readonly link: boolean; readonly recipientName?: string | undefined },
): Shared | undefined {
  if (!site.shareable) return undefined
  const { url, link, recipientName } = options
  let view: BadgeView
  try {
    view = badgeView(badge.credential, {
      url,
      state: stateOf(badge),
      ...defined({ recipientName }),
      ...(badge.replacedBy === undefined ? {} : { replacedBy: `${site.service.baseUrl}/b/${badge.replacedBy}` }),
    })
  } catch {
    return undefined
  }
  return {
    view,
    drawing: {
      view,
      artOf: badge.hasPicture ? badge.badgeId : undefined,
      art: () => artOf(site, badge),
      link,
      locale: sharedLocale(site, view.language),
    },
  }
}

/** The picture of a badge, or the seal. */
export async function artOf({ service }: Pick<Site, 'service'>, badge: ServiceView): Promise<Uint8Array> {
  const picture = badge.hasPicture ? await service.picture(badge.badgeId) : null
  return picture?.bytes ?? seal
}

/** The recipient's name, where the badge itself says it in clear. */
export const namedIn = (badge: ServiceView): string | undefined => badgeFacts(badge.credential).recipientName

/** How a badge stands, in the words of what is shared. */
export function stateOf({ stage, suspended }: ServiceView): BadgeView['state'] {
  if (stage === 'revoked' || stage === 'replaced' || stage === 'expired') return stage
  return suspended ? 'suspended' : 'valid'
}

/** The language of a badge or display, where there are texts in it. */
export const sharedLocale = (site: Site, language: string | undefined): string =>
  negotiate([language, site.service.options.locale], site.locales, 'en')

/** The host's own words of these groups, as `labels`. */
export const ownLabels = ({ options }: Pick<Site, 'options'>, locale: string, ...groups: string[]) =>
  ownOf(groups, locale, options.texts)
