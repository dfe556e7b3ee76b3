import { BadgeError } from '../errors.js'
import type { BadgeService } from '../service/index.js'
import { guarded, report, respond, respondWellKnown } from './answer.js'
import { readSite } from './settings/index.js'
import type { BadgeHandler, HandlerOptions } from './site/types.js'

/**
 * The learner's pages, the issuer's pages and the HTTP API of a service, as one function from `Request` to `Response`
 * that fits every framework. Only `/verify` needs JavaScript in the browser.
 *
 * Mount its `wellKnown` at the root of the domain, where other verifiers look for the issuer's keys.
 *
 * @param service - made by `createBadgeService`
 * @throws BadgeError `ERR_ARGUMENT_INVALID` for invalid options
 *
 * @example
 * import { generateKeyPair } from 'badgewright'
 * import { createHandler } from 'badgewright/http'
 * import { createBadgeService } from 'badgewright/service'
 * import { memoryStorage } from 'badgewright/storage/memory'
 *
 * const service = createBadgeService({
 *   signer: await generateKeyPair(),
 *   storage: memoryStorage(),
 *   baseUrl: 'https://lms.example/badges',
 * })
 * const handler = createHandler(service, { siteName: 'Acme Academy' })
 * const page = await handler(new Request('https://lms.example/badges/verify'))
 * console.log(page.status) // 200
 * const keys = await handler.wellKnown(new Request('https://lms.example/.well-known/jwks.json'))
 * console.log(keys.headers.get('content-type')) // application/jwk-set+json
 */
export function createHandler(service: BadgeService, options: HandlerOptions = {}): BadgeHandler {
  const site = readSite(service, options)
  const handler = (request: Request): Promise<Response> => guarded(site, request, () => respond(site, request))
  const wellKnown = (request: Request): Promise<Response> =>
    guarded(site, request, () => respondWellKnown(site, request))
  const said = new Set<string>()
  const start = async (): Promise<void> => {
    const ended = await Promise.allSettled([site, ...site.issuers.values()].map((one) => one.described?.()))
    const failed = ended.find((one) => one.status === 'rejected')
    if (failed !== undefined) throw failed.reason
    for (const [name] of await site.allIssuers()) {
      if (site.issuers.has(name) || said.has(name)) continue
      said.add(name)
      report(site, leftOut(name))
    }
  }
  // A host that does not wait for it hears of a failure in `onError`; an issuer beside the first tries again when it is asked.
  void start().catch((error: unknown) => report(site, error))
  return Object.assign(handler, { wellKnown, start })
}

/** Of an issuer that was here before. */
const leftOut = (name: string): BadgeError =>
  new BadgeError(
    'ERR_ISSUER_RETIRED',
    `The issuer ${name} is stored and not in \`issuers\`: it issues nothing, and what it issued is served from the storage. Its ` +
      'status lists end within a week, since its key is not here: give it with its signer and `retired: true`, or remove it by `service.issuers.remove`.',
  )
