import { defined } from '../../../internal/defined.js'
import { limits } from '../../../internal/limits.js'
import { formatDateTime } from '../../../internal/time.js'
import type { SavedBadge } from '../../../service/index.js'
import type { JsonObject } from '../../../types/json.js'
import { badgeView } from '../../../view/index.js'
import { certificateMake, sharedLocale } from '../../site/badge/shared.js'
import { ownIssuer } from '../../site/issuer.js'
import type { Drawing } from '../../site/renderer.js'
import { seal } from '../../site/seal.js'
import type { Visit } from '../../site/visit.js'
import { NotFound } from '../../web/outcome.js'

export async function requireSaved(visit: Visit): Promise<SavedBadge> {
  const saved = await visit.service.library.get({ id: visit.params.savedId ?? '' })
  if (saved === null) throw new NotFound()
  return saved
}

/** Whom the mail that is shown is written to, and from. */
export const mailOf = (visit: Visit) => ({
  name: visit.t('library.sampleName'),
  locale: visit.translator.locale,
  issuer: String(ownIssuer(visit.site).name).slice(0, limits.brandName),
})

/** What a badge of the library would say if it were awarded now; not signed, and of nobody. */
export function sampleOf(visit: Visit, { version, endsAt }: SavedBadge): JsonObject {
  const { achievement, level } = version
  return {
    '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name: String(achievement.name),
    issuer: { type: ['Profile'], ...ownIssuer(visit.site) } as JsonObject,
    validFrom: formatDateTime(visit.site.now()),
    ...defined({ validUntil: endsAt }),
    credentialSubject: {
      type: ['AchievementSubject'],
      achievement: { type: ['Achievement'], ...achievement },
      ...(level === undefined
        ? {}
        : { result: [{ type: ['Result'], resultDescription: `${String(achievement.id)}#level`, value: level }] }),
    },
  }
}

/** The same for cards and certificates. */
export function drawingOf(visit: Visit, saved: SavedBadge): { drawing: Drawing } {
  const { site, service } = visit
  const { version } = saved
  const view = badgeView(sampleOf(visit, saved), {
    url: `${service.baseUrl}/b/preview`,
    state: 'valid',
    recipientName: visit.t('library.sampleName'),
  })
  return {
    drawing: {
      view,
      artOf: `library ${version.id} ${version.version}`,
      art: async () => (await service.library.picture({ id: version.id, version: version.version }))?.bytes ?? seal,
      link: true,
      locale: sharedLocale(site, view.language ?? visit.translator.locale),
      colour: site.brand?.colour,
      logo: site.brand?.logo?.bytes,
      made: async () => certificateMake(version.certificate),
    },
  }
}
