import { defined } from '../../internal/defined.js'
import { asArray } from '../../internal/json.js'
import type { VcSigning } from '../../internal/vc-signing.js'
import type { BadgeService } from '../../service/index.js'
import type { JsonObject } from '../../types/json.js'
import type { HandlerOptions } from './types.js'
import type { Site } from './visit.js'

/** A site for each issuer beside that of the service. They know the site that they belong to, and each other. */
export function issuerSites(main: () => Site): ReadonlyMap<string, Site> {
  const { options } = main()
  const sites = new Map<string, Site>()
  for (const [name, issuer] of Object.entries(options.issuers ?? {}))
    sites.set(name, siteOf(main(), name, issuer, sites))
  return sites
}

function siteOf(
  main: Site,
  name: string,
  issuer: NonNullable<HandlerOptions['issuers']>[string],
  issuers: ReadonlyMap<string, Site>,
): Site {
  const { signer, findSigner, timeZone, suite, form, statusPurpose, mandatoryPointers } = issuer
  const service = main.service.forIssuer({ name, signer, ...defined({ findSigner, timeZone, suite }) })
  const profile = issuer.profile ?? { name }
  const { issuerKeys: _, issuers: __, ...options } = main.options
  const { suite: ___, ...vcApi } = main.options.vcApi ?? {}
  return {
    ...main,
    main,
    issuers,
    issuerName: name,
    service,
    publicPath: `${main.publicPath}/issuers/${name}`,
    basePath: `${main.basePath}/issuers/${name}`,
    options: {
      ...options,
      issuerProfile: profile,
      // Those of the handler act everywhere; its own are known nowhere else.
      apiTokenHashes: [...(options.apiTokenHashes ?? []), ...(issuer.apiTokenHashes ?? [])],
      vcApi: {
        ...vcApi,
        form: form ?? 'vc',
        statusPurpose: asArray(statusPurpose),
        ...defined({ suite, mandatoryPointers }),
      },
    },
    described: describing(service, profile, issuer),
  }
}

/**
 * Writes down what an issuer is, once; again after a failure.
 *
 * @param profile - name, URL and picture
 */
export function describing(
  service: BadgeService,
  profile: JsonObject,
  { suite, form, statusPurpose, mandatoryPointers }: VcSigning,
): () => Promise<unknown> {
  let described: Promise<unknown> | undefined
  return () => {
    described ??= service.issuers
      .describe({
        profile,
        suites: asArray(suite),
        statusPurposes: asArray(statusPurpose),
        ...defined({ form, mandatoryPointers }),
      })
      .catch((error: unknown) => {
        described = undefined
        throw error
      })
    return described
  }
}
