import type { CardSize } from '../../../draw/cards/index.js'
import { defined } from '../../../internal/defined.js'
import { base64Decode } from '../../../internal/encoding.js'
import type { SavedBadge, ShownBadge } from '../../../service/index.js'
import { negotiate } from '../../../texts/index.js'
import { ownLabels as ownOf } from '../../../texts/pages/index.js'
import { type BadgeView, badgeView } from '../../../view/index.js'
import type { CertificateMake, Drawing } from '../renderer.js'
import { seal } from '../seal.js'
import type { Site } from '../visit.js'
import { badgeFacts } from './facts.js'

/** A badge as it is shared: what people see of it, under the address that this viewer came by. */
export interface Shared {
  readonly view: BadgeView
  readonly drawing: Drawing
}

/**
 * The badge for pictures, previews and links. They are the same for everybody who opens their address, so their language
 * is that of the badge, not of the visitor. `undefined` where it lacks what a preview is made of.
 */
export function sharedBadge(
  site: Site,
  badge: ShownBadge,
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
      colour: site.brand?.colour,
      logo: site.brand?.logo?.bytes,
      made: () => madeOf(site, badge),
    },
  }
}

/** How the certificate of a badge is made up, where it follows one of the library: as that was when it was issued. */
async function madeOf(
  { service }: Pick<Site, 'service'>,
  { badgeId }: ShownBadge,
): Promise<CertificateMake | undefined> {
  const record = await service.get(badgeId)
  const found = record?.saved === undefined ? null : await service.library.get(record.saved)
  return found === null ? undefined : certificateMake(found.version.certificate)
}

/** The parts of a certificate as they are drawn. */
export const certificateMake = (kept: SavedBadge['version']['certificate']): CertificateMake => ({
  ...defined({ template: kept?.template, partnerLogo: kept?.logo === undefined ? undefined : base64Decode(kept.logo) }),
  ...(kept?.signatures === undefined
    ? {}
    : {
        signatures: kept.signatures.map(({ name, role, image }) => ({
          name,
          ...defined({ role, image: image === undefined ? undefined : base64Decode(image) }),
        })),
      }),
})

/** The picture of a badge, or the seal. */
export async function artOf({ service }: Pick<Site, 'service'>, badge: ShownBadge): Promise<Uint8Array> {
  const picture = badge.hasPicture ? await service.picture(badge.badgeId) : null
  return picture?.bytes ?? seal
}

/** The recipient's name, where the badge itself says it in clear. */
export const namedIn = (badge: ShownBadge): string | undefined => badgeFacts(badge.credential).recipientName

/** The state of a badge, in the words of what is shared. */
export function stateOf({ stage, suspended }: ShownBadge): BadgeView['state'] {
  if (stage === 'revoked' || stage === 'replaced' || stage === 'expired') return stage
  return suspended ? 'suspended' : 'valid'
}

/** The language of a badge or display, where there are texts in it. */
export const sharedLocale = (site: Site, language: string | undefined): string =>
  negotiate([language, site.service.options.locale], site.locales, 'en')

/** The host's own words of these groups, as `labels`. */
export const ownLabels = ({ options }: Pick<Site, 'options'>, locale: string, ...groups: string[]) =>
  ownOf(groups, locale, options.texts)

/** Path of a card, below the path of its badge: a new one whenever the picture changes. */
export const cardPath = ({ site }: { readonly site: Site }, { drawing }: Shared, size: CardSize): string =>
  `/cards/${size}.${site.renderer.cardKey(drawing, size)}.png`
