import { dirname, resolve } from 'node:path'
import type { OidcAuthOptions, SmtpMailOptions } from '../../adapters/embedded/index.js'
import { BadgeError } from '../../errors.js'
import type { HandlerOptions, ShareSettings } from '../../http/index.js'
import { isJsonObject } from '../../internal/json.js'
import { rateLimits } from '../../internal/limits.js'
import { isHttpUrl } from '../../internal/url.js'
import type { BadgeServiceOptions, ClaimPolicy } from '../../service/index.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import { readJsonObjectFile } from '../core/io.js'
import type { Surroundings } from '../core/surroundings.js'
import { readWebhooks } from './webhooks.js'

/** What `serve` reads from its configuration file; every member may be missing. */
export interface ServeConfig {
  readonly host: string
  readonly port: number
  /** Under which the pages are reached. Default: `http://localhost:PORT`. */
  readonly baseUrl: string | undefined
  /** Folder of the database, the outbox and the secrets. */
  readonly data: string
  readonly siteName: string
  readonly issuer: { readonly name: string } & JsonObject
  readonly from: { readonly address: string; readonly name?: string }
  readonly smtp: SmtpMailOptions | undefined
  readonly locale: string
  readonly frameAncestors: readonly string[]
  readonly apiTokenHashes: readonly string[]
  readonly claimPolicy: ClaimPolicy
  /** A provider that learners sign in at. */
  readonly oidc: Pick<OidcAuthOptions, 'issuer' | 'clientId' | 'clientSecret' | 'trustAddresses'> | undefined
  /** Whether documents may be fetched to verify the badges of others. */
  readonly online: boolean
  /** Further contexts for the VC-API: URL to document. */
  readonly contexts: Readonly<Record<string, JsonObject>>
  readonly suite: string | undefined
  /** What the links to networks carry besides. */
  readonly share: Pick<ShareSettings, 'networks' | 'hashtags' | 'linkedInOrganizationId'>
  /** The proxies whose `X-Forwarded-For` counts: their number, or their addresses and blocks. */
  readonly trustedProxies: number | readonly string[] | undefined
  /** Whether verifying over the API needs a token too. */
  readonly protectVerify: boolean
  readonly rateLimits: NonNullable<HandlerOptions['rateLimits']>
  /** Documents that answer instead of the network, such as controller documents and status lists: URL to document. */
  readonly documents: Readonly<Record<string, JsonObject>>
  /** Where events are posted to. */
  readonly webhooks: BadgeServiceOptions['webhooks']
}

const known = [
  'host',
  'port',
  'baseUrl',
  'data',
  'siteName',
  'issuer',
  'mail',
  'locale',
  'frameAncestors',
  'apiTokenHashes',
  'claimPolicy',
  'oidc',
  'online',
  'contexts',
  'suite',
  'share',
  'webhooks',
  'trustedProxies',
  'protectVerify',
  'rateLimits',
  'documents',
]

const DEFAULT_PORT = 8080

/** Reads the file, and fills in what is missing. Paths in it are relative to it. */
export async function readServeConfig(
  file: string | undefined,
  given: { readonly port?: number; readonly data?: string; readonly baseUrl?: string },
  around: Surroundings,
): Promise<ServeConfig> {
  const json = file === undefined ? {} : await readJsonObjectFile(file, around)
  const unknown = Object.keys(json).filter((name) => !known.includes(name))
  if (unknown.length > 0) throw usage(`The configuration has no member "${unknown[0]}"; it knows ${known.join(', ')}.`)
  const folder = file === undefined ? '.' : dirname(file)
  const text = (name: string): string | undefined => optional(json, name, 'string') as string | undefined
  const port = given.port ?? (optional(json, 'port', 'number') as number | undefined) ?? DEFAULT_PORT
  const issuer = isJsonObject(json.issuer) ? json.issuer : {}
  const mail = isJsonObject(json.mail) ? json.mail : {}
  const from = isJsonObject(mail.from) ? mail.from : {}
  const siteName = text('siteName') ?? (typeof issuer.name === 'string' ? issuer.name : 'Badges')
  const baseUrl = given.baseUrl ?? text('baseUrl')
  if (baseUrl !== undefined && !isHttpUrl(baseUrl)) throw usage('"baseUrl" must be an http or https URL.')
  const data = given.data ?? text('data')
  return {
    host: text('host') ?? '127.0.0.1',
    port,
    baseUrl,
    data: given.data !== undefined ? resolve(given.data) : resolve(folder, data ?? 'badgewright-data'),
    siteName,
    issuer: { ...issuer, name: typeof issuer.name === 'string' ? issuer.name : siteName },
    from: {
      address: typeof from.address === 'string' ? from.address : 'badges@localhost',
      name: typeof from.name === 'string' ? from.name : siteName,
    },
    smtp: isJsonObject(mail.smtp) ? (mail.smtp as unknown as SmtpMailOptions) : undefined,
    locale: text('locale') ?? 'en',
    frameAncestors: texts(json.frameAncestors),
    apiTokenHashes: texts(json.apiTokenHashes),
    claimPolicy: readPolicy(text('claimPolicy') ?? 'link'),
    oidc: readOidc(json.oidc),
    online: json.online === true,
    contexts: await readDocuments('contexts', json.contexts, folder, around),
    suite: text('suite'),
    share: readShare(json.share),
    webhooks: readWebhooks(json.webhooks),
    trustedProxies: readProxies(json.trustedProxies),
    protectVerify: readFlag(json, 'protectVerify'),
    rateLimits: readRateLimits(json.rateLimits),
    documents: await readDocuments('documents', json.documents, folder, around),
  }
}

function optional(json: JsonObject, name: string, type: 'string' | 'number'): JsonValue | undefined {
  const value = json[name]
  if (value !== undefined && typeof value !== type) throw usage(`"${name}" of the configuration must be a ${type}.`)
  return value
}

const texts = (value: JsonValue | undefined): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []

const policies: readonly ClaimPolicy[] = ['link', 'code', 'session']

/** A word that is not known must not become a policy that asks for less. */
function readPolicy(text: string): ClaimPolicy {
  const found = policies.find((policy) => policy === text)
  if (found === undefined) throw usage(`"claimPolicy" is one of ${policies.join(', ')}.`)
  return found
}

function readOidc(value: JsonValue | undefined): ServeConfig['oidc'] {
  if (value === undefined) return undefined
  const { issuer, clientId, clientSecret, trustDomains } = isJsonObject(value) ? value : {}
  if (typeof issuer !== 'string' || typeof clientId !== 'string') {
    throw usage('"oidc" has the members "issuer", "clientId" and, mostly, "clientSecret".')
  }
  return {
    issuer,
    clientId,
    ...(typeof clientSecret === 'string' ? { clientSecret } : {}),
    ...(trustDomains === undefined ? {} : { trustAddresses: addressesOfDomains(readDomains(trustDomains)) }),
  }
}

/** Domains that the provider administers itself, whose addresses count although it leaves `email_verified` out. */
function readDomains(value: JsonValue): string[] {
  const domains = texts(value).map((domain) => domain.toLowerCase())
  const isDomain = (text: string): boolean => /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(text)
  if (!Array.isArray(value) || domains.length !== value.length || !domains.every(isDomain)) {
    throw usage('"trustDomains" of "oidc" is a list of domains, such as "university.example".')
  }
  return domains
}

/** An address counts where its whole domain is one of these; those of subdomains do not. */
const addressesOfDomains =
  (domains: readonly string[]) =>
  ({ email }: JsonObject): string[] =>
    typeof email === 'string' && domains.includes(email.slice(email.lastIndexOf('@') + 1).toLowerCase()) ? [email] : []

function readShare(value: JsonValue | undefined): ServeConfig['share'] {
  const share = isJsonObject(value) ? value : {}
  const { networks, hashtags, linkedInOrganizationId } = share
  return {
    ...(networks === undefined ? {} : { networks: texts(networks) }),
    ...(hashtags === undefined ? {} : { hashtags: texts(hashtags) }),
    ...(linkedInOrganizationId === undefined ? {} : { linkedInOrganizationId: String(linkedInOrganizationId) }),
  }
}

function readProxies(value: JsonValue | undefined): ServeConfig['trustedProxies'] {
  if (value === undefined) return undefined
  if (typeof value !== 'number' && !Array.isArray(value)) {
    throw usage('"trustedProxies" is the number of proxies, or a list of their addresses and blocks.')
  }
  return value as ServeConfig['trustedProxies']
}

function readFlag(json: JsonObject, name: string): boolean {
  const value = json[name] ?? false
  if (typeof value !== 'boolean') throw usage(`"${name}" is true or false.`)
  return value
}

/** `{ "verifyVisitor": { "limit": 600, "windowSeconds": 60 } }`. */
function readRateLimits(value: JsonValue | undefined): ServeConfig['rateLimits'] {
  const rows = isJsonObject(value ?? {}) ? Object.entries((value ?? {}) as JsonObject) : [['', null] as const]
  for (const [name, row] of rows) {
    if (!Object.hasOwn(rateLimits, name))
      throw usage(`"rateLimits" has members of ${Object.keys(rateLimits).join(', ')}.`)
    const { limit, windowSeconds, ...others } = isJsonObject(row) ? row : {}
    const isWhole = [limit, windowSeconds].every((number) => Number.isSafeInteger(number) && Number(number) >= 1)
    if (!isWhole || Object.keys(others).length > 0) {
      throw usage(`"${name}" of "rateLimits" has the members limit and windowSeconds, whole numbers of at least 1.`)
    }
  }
  return Object.fromEntries(rows) as ServeConfig['rateLimits']
}

/** `{ URL: "file.json" }`, or the document itself. */
async function readDocuments(
  name: string,
  value: JsonValue | undefined,
  folder: string,
  around: Surroundings,
): Promise<Record<string, JsonObject>> {
  const found: Record<string, JsonObject> = {}
  if (value !== undefined && !isJsonObject(value)) throw usage(`"${name}" is an object of URLs and files.`)
  for (const [url, file] of Object.entries(value ?? {})) {
    if (typeof file !== 'string' && !isJsonObject(file))
      throw usage(`"${name}" names a file or a document for each URL.`)
    found[url] = typeof file === 'string' ? await readJsonObjectFile(resolve(folder, file), around) : file
  }
  return found
}

const usage = (message: string): BadgeError => new BadgeError('ERR_USAGE', message)
