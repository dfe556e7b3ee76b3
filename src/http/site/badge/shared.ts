import type { CardLabels, CardSize } from '../../../draw/cards/index.js'
import type { CertificateLabels } from '../../../draw/certificate/index.js'
import { defined } from '../../../internal/defined.js'
import type { PreviewLabels } from '../../../preview/index.js'
import type { ShownBadge } from '../../../service/index.js'
import { type BadgeView, badgeView } from '../../../view/index.js'
import { createTranslator, type Translator } from '../../texts/index.js'
import type { Drawing } from '../renderer.js'
import { seal } from '../seal.js'
import type { Site } from '../visit.js'
import { badgeFacts } from './facts.js'

/** A badge as it is shared: what people see of it, under the address that this viewer came by. */
export interface Shared {
  readonly view: BadgeView
  readonly drawing: Drawing
  readonly words: SharedWords
}

export interface SharedWords {
  readonly locale: string
  readonly preview: Partial<PreviewLabels>
  readonly card: Partial<CardLabels>
  readonly certificate: Partial<CertificateLabels>
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
  const words = sharedWords(site, view.language)
  return {
    view,
    words,
    drawing: {
      view,
      artOf: badge.hasPicture ? badge.badgeId : undefined,
      art: () => artOf(site, badge),
      link,
      locale: words.locale,
      cardLabels: words.card,
      certificateLabels: words.certificate,
    },
  }
}

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

/** The fixed words in the language of a badge or display, where there are texts in it. */
export function sharedWords(site: Site, language: string | undefined): SharedWords {
  const { t, locale } = translatorFor(site, language)
  const states = {
    expired: t('state.expired'),
    revoked: t('state.revoked'),
    suspended: t('state.suspended'),
    replaced: t('state.replaced'),
  }
  const dates = { issued: t('card.issued'), until: t('card.until'), scan: t('card.scan') }
  const alt = { alt: t('card.alt'), altCode: t('card.altCode') }
  return {
    locale,
    preview: { ...states, by: t('preview.by'), verify: t('embed.verify'), unavailable: t('embed.none') },
    card: { ...states, ...dates, ...alt, awardedTo: t('card.awardedTo') },
    certificate: {
      ...states,
      ...dates,
      ...alt,
      kind: t('certificate.kind'),
      awarded: t('certificate.awarded'),
      achieved: t('certificate.achieved'),
      criteria: t('badge.criteria'),
      skills: t('badge.skills'),
    },
  }
}

/** Writes in the language of a badge or display, where there are texts in it. */
export function translatorFor(site: Site, language: string | undefined): Translator {
  const wished = [language, language?.split('-')[0], site.service.options.locale, 'en']
  const locale = wished.find((tag) => tag !== undefined && site.locales.includes(tag)) ?? 'en'
  return createTranslator(locale, site.options.texts)
}

/** Path of a card, below the path of its badge: a new one whenever the picture changes. */
export const cardPath = ({ site }: { readonly site: Site }, { drawing }: Shared, size: CardSize): string =>
  `/cards/${size}.${site.renderer.cardKey(drawing, size)}.png`
