import { defined } from '../../internal/defined.js'
import { asArray } from '../../internal/json.js'
import { limits } from '../../internal/limits.js'
import type { VcSigning } from '../../internal/vc-signing.js'
import type { BadgeService } from '../../service/index.js'
import type { JsonObject } from '../../types/json.js'
import type { HandlerOptions } from './types.js'
import type { Site } from './visit.js'

/** An issuer as the service has it stored. */
type IssuerRecord = Awaited<ReturnType<BadgeService['issuers']['list']>>[number]
type Sites = Pick<Site, 'issuers' | 'allIssuers'>
type IssuerOptions = NonNullable<HandlerOptions['issuers']>[string]

/** A site for each issuer beside that of the service. They know the site that they belong to, and each other. */
export function issuerSites(main: () => Site): Sites {
  const { options, service, now } = main()
  const issuers = new Map<string, Site>()
  let looked: { readonly at: number; readonly sites: Promise<ReadonlyMap<string, Site>> } | undefined
  const known = new Map<string, { readonly record: string; readonly site: Site }>()
  const retiredSite = (record: IssuerRecord): Site => {
    const { name = '', profile } = record
    const text = JSON.stringify(record)
    const there = known.get(name)
    if (there?.record === text) return there.site
    const site = siteOf(main(), name, service.forIssuer({ retired: record }), { profile: { name, ...profile } }, sites)
    known.set(name, { record: text, site })
    return site
  }
  const look = async (): Promise<ReadonlyMap<string, Site>> => {
    const stored = (await service.issuers.list()).filter(({ name }) => name !== undefined && !issuers.has(name))
    return new Map([...issuers, ...stored.map((record) => [record.name ?? '', retiredSite(record)] as const)])
  }
  const sites: Sites = {
    issuers,
    allIssuers() {
      const at = now().getTime()
      if (looked === undefined || Math.abs(at - looked.at) >= limits.keyRecordMilliseconds) {
        const found = look()
        looked = { at, sites: found }
        found.catch(() => {
          if (looked?.sites === found) looked = undefined
        })
      }
      return looked.sites
    },
  }
  for (const [name, issuer] of Object.entries(options.issuers ?? {})) {
    const { signer, findSigner, timeZone, suite, retired } = issuer
    const own = service.forIssuer({ name, signer, ...defined({ findSigner, timeZone, suite, retired }) })
    const { described, ...site } = siteOf(main(), name, own, issuer, sites)
    issuers.set(name, retired === true ? site : { ...site, ...defined({ described }) })
  }
  return sites
}

function siteOf(
  main: Site,
  name: string,
  service: BadgeService,
  issuer: Omit<IssuerOptions, 'signer' | 'findSigner'>,
  sites: Sites,
): Site {
  const { suite, form, statusPurpose, mandatoryPointers } = issuer
  const profile = issuer.profile ?? { name }
  const { issuerKeys: _, issuers: __, ...options } = main.options
  const { suite: ___, mandatoryPointers: ____, ...vcApi } = main.options.vcApi ?? {}
  return {
    ...main,
    ...sites,
    main,
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
