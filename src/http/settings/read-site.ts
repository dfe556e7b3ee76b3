import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { canParseUrl } from '../../internal/url.js'
import type { BadgeService } from '../../service/index.js'
import { shareBadge } from '../../share/index.js'
import { assertPageTexts, createTranslator, pageLocales, type Translator } from '../../texts/pages/index.js'
import type { JsonObject } from '../../types/json.js'
import { pageUrl } from '../../view/index.js'
import { ownLabels } from '../site/badge/shared.js'
import { checkHandlerOptions } from '../site/check-options.js'
import { ownIssuer } from '../site/issuer.js'
import { describing, issuerSites } from '../site/issuer-sites.js'
import { keptAnswers } from '../site/kept-answers.js'
import { createRenderer } from '../site/renderer.js'
import { reportTo } from '../site/report.js'
import { styleName } from '../site/style.js'
import type { HandlerOptions, ShareSettings } from '../site/types.js'
import type { Site } from '../site/visit.js'

/**
 * A site of its settings, each of which is looked at: nothing is written or asked for.
 *
 * @throws BadgeError `ERR_ARGUMENT_INVALID`
 */
export function readSite(service: BadgeService, options: HandlerOptions): Site {
  checkHandlerOptions(service, options)
  const base = new URL(service.baseUrl)
  const publicPath = base.pathname.replace(/\/+$/, '')
  const basePath =
    options.basePath === undefined ? publicPath : `/${options.basePath}`.replace(/^\/+/, '/').replace(/\/+$/, '')
  const wrong = (message: string) => new BadgeError('ERR_ARGUMENT_INVALID', message)
  const frameAncestors = options.frameAncestors ?? []
  for (const origin of frameAncestors) {
    if (!canParseUrl(origin) || new URL(origin).origin !== origin)
      throw wrong('`frameAncestors` are origins, such as https://lms.example.')
  }
  const ofIssuers = Object.values(options.issuers ?? {}).flatMap((issuer) => issuer.apiTokenHashes ?? [])
  for (const known of [...(options.apiTokenHashes ?? []), ...ofIssuers]) {
    const hash = typeof known === 'string' ? known : known.hash
    if (!/^[0-9a-f]{64}$/i.test(hash)) throw wrong('`apiTokenHashes` are SHA-256 in hex, as `hashApiToken` makes them.')
  }
  const secure = base.protocol === 'https:'
  const share = options.share ?? {}
  assertShareSettings(share)
  assertPageTexts(options.texts ?? {})
  const now = options.clock ?? service.options.clock ?? (() => new Date())
  const translators = new Map<string, Promise<Translator>>()
  const site: Site = {
    service,
    options,
    publicPath,
    basePath,
    origin: base.origin,
    surroundings: { https: secure, frameAncestors },
    cookies: { secure, framed: frameAncestors.length > 0 },
    styleUrl: `${publicPath}/assets/${styleName}`,
    shareable: isShareable(service.baseUrl),
    renderer: createRenderer(
      share,
      (locale, ...groups) => ownLabels({ options }, locale, ...groups),
      (error) => reportTo(options, error),
    ),
    kept: keptAnswers({ service, now }),
    locales: pageLocales(options.texts),
    translator(locale) {
      const known = translators.get(locale) ?? createTranslator(locale, options.texts)
      translators.set(locale, known)
      return known
    },
    now,
    issuers: new Map(),
    allIssuers: async () => new Map(),
    described: describing(service, withoutId(ownIssuer({ options, service })), options.vcApi ?? {}),
  }
  return { ...site, ...issuerSites(() => site) }
}

/** A profile as records have it: the id is beside it. */
const withoutId = ({ id: _, ...profile }: JsonObject): JsonObject => profile

/** Mistakes in the settings show at the start, not at the first request. */
function assertShareSettings({ networks, adapters, linkedInOrganizationId }: ShareSettings): void {
  const settings = defined({ networks, adapters, linkedInOrganizationId })
  if (Object.keys(settings).length === 0) return
  const view = { url: 'https://badges.example/b/1', name: 'A', issuer: 'B', issuedAt: '2026-01-01T00:00:00Z' }
  shareBadge({ ...view, skills: [], tags: [], state: 'valid' }, settings)
}

/** Links to share, QR codes and previews need an address that others can open: https, or localhost to try it out. */
function isShareable(baseUrl: string): boolean {
  try {
    return pageUrl(baseUrl) !== ''
  } catch {
    return false
  }
}
