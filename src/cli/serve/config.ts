import { dirname, resolve } from 'node:path'
import type { OidcAuthOptions, SmtpMailOptions } from '../../adapters/embedded/index.js'
import { BadgeError } from '../../errors.js'
import type { HandlerOptions, ShareSettings } from '../../http/index.js'
import { defined } from '../../internal/defined.js'
import { isJsonObject } from '../../internal/json.js'
import { rateLimitRules, smtpRules } from '../../internal/option-tables.js'
import { checkOptions, needed, number, type RuleTable, whole } from '../../internal/options.js'
import { isHttpUrl } from '../../internal/url.js'
import { brandTextRules } from '../../service/core/brand/index.js'
import { tokenHashRules } from '../../service/core/roles/index.js'
import type { BadgeServiceOptions, ClaimPolicy, MailSettings } from '../../service/index.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import { readInputFile, readJsonObjectFile } from '../core/io.js'
import type { Surroundings } from '../core/surroundings.js'
import { type IssuerSettings, readIssuerSettings, type SigningSettings, signingRules } from './issuers.js'
import { type MetricsSettings, metricsRules, readMetrics } from './metrics.js'
import { type DatabaseSettings, databaseRules, readDatabase } from './open-storage.js'
import { readWebhooks, type WebhookSettings, webhookRules } from './webhooks.js'

/** What `serve` reads from its configuration file; every member may be missing. */
export interface ServeConfig {
  readonly host: string
  readonly port: number
  /** Files of a certificate and its key in PEM, by which it listens itself; without them a proxy does that. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined
  /** Under which the pages are reached. Default: `http://localhost:PORT`. */
  readonly baseUrl: string | undefined
  /** Folder of the outbox and the secrets, and of the records where no database is named. */
  readonly data: string
  readonly storage: DatabaseSettings | undefined
  /** Whether the server does what is due itself; not where workers do. */
  readonly work: boolean
  readonly siteName: string
  readonly issuer: { readonly name: string } & JsonObject
  /** Whether the configuration names the issuer; else it is called what owners call it on the pages. */
  readonly isNamed: boolean
  /** How it appears; else owners say that on the pages. */
  readonly brand: BadgeServiceOptions['brand']
  readonly from: { readonly address: string; readonly name?: string }
  /** How much mail goes out. */
  readonly mailRate: Pick<MailSettings, 'perMinute' | 'perDomainPerMinute' | 'atOnce'>
  readonly smtp: SmtpMailOptions | undefined
  readonly locale: string
  /** The issuer's: days begin and end there. Default `UTC`. */
  readonly timeZone: string | undefined
  readonly frameAncestors: readonly string[]
  readonly apiTokenHashes: NonNullable<HandlerOptions['apiTokenHashes']>
  /** Owners to begin with. */
  readonly owners: readonly { readonly email: string; readonly name: string }[]
  readonly claimPolicy: ClaimPolicy
  /** A provider that learners and staff sign in at. */
  readonly oidc:
    | Pick<OidcAuthOptions, 'issuer' | 'clientId' | 'clientSecret' | 'trustAddresses' | 'groups' | 'groupsClaim'>
    | undefined
  /** Whether learners sign in with passkeys, and for which domain. */
  readonly passkeys: { readonly rpId?: string } | undefined
  /** Whether documents may be fetched to verify the badges of others. */
  readonly online: boolean
  /** Further contexts for the VC-API: URL to document. */
  readonly contexts: Readonly<Record<string, JsonObject>>
  /** How the issuer signs what is handed in to the VC-API, and the type of its key. */
  readonly signing: SigningSettings
  /** Issuers beside this one, by name. */
  readonly issuers: Readonly<Record<string, IssuerSettings>>
  /** What the links to networks carry besides. */
  readonly share: Pick<ShareSettings, 'networks' | 'hashtags' | 'linkedInOrganizationId'>
  /** The proxies whose `X-Forwarded-For` counts: their number, or their addresses and blocks. */
  readonly trustedProxies: number | readonly string[] | undefined
  /** Whether verifying over the API needs a token too. */
  readonly protectVerify: boolean
  readonly rateLimits: NonNullable<HandlerOptions['rateLimits']>
  /** Documents that answer instead of the network, such as controller documents and status lists: URL to document. */
  readonly documents: Readonly<Record<string, JsonObject>>
  /** Seconds within which a revocation is in the published list. */
  readonly statusPublishSeconds: number | undefined
  /** Whether batches are approved before anything of them is sent. */
  readonly approval: BadgeServiceOptions['approval']
  /** Where figures are read, on a port of their own. */
  readonly metrics: MetricsSettings | undefined
  /** Where events are posted to. */
  readonly webhooks: BadgeServiceOptions['webhooks']
}

/** What the file may say. */
const rules = {
  host: 'some text',
  port: { from: 0, to: 65_535, whole: true },
  tls: { members: { cert: needed('some text'), key: needed('some text') } },
  baseUrl: 'http url',
  data: 'some text',
  storage: { either: ['some text', { members: databaseRules }] },
  work: 'boolean',
  siteName: 'text',
  issuer: 'object',
  brand: { members: { ...brandTextRules, logo: 'some text' } },
  mail: {
    members: {
      from: { members: { address: 'text', name: 'text' } },
      smtp: { members: smtpRules },
      perMinute: number(0),
      perDomainPerMinute: whole(1),
      atOnce: whole(1),
    },
  },
  locale: 'language tag',
  timeZone: 'time zone',
  frameAncestors: 'texts',
  apiTokenHashes: { each: { either: ['text', { members: tokenHashRules }] } },
  owners: { each: { members: { email: needed('some text'), name: needed('some text') } } },
  claimPolicy: ['link', 'code', 'session'],
  oidc: {
    members: {
      issuer: needed('text'),
      clientId: needed('text'),
      clientSecret: 'text',
      trustDomains: { each: 'domain' },
      groups: 'object',
      groupsClaim: 'some text',
    },
  },
  passkeys: { either: ['boolean', { members: { rpId: 'some text' } }] },
  online: 'boolean',
  contexts: 'map',
  ...signingRules,
  issuers: 'object',
  share: { members: { networks: 'texts', hashtags: 'texts', linkedInOrganizationId: { either: ['text', whole()] } } },
  metrics: { members: metricsRules },
  webhooks: { members: webhookRules },
  trustedProxies: { either: [whole(1), 'texts'] },
  statusPublishSeconds: number(0),
  approval: { members: { required: 'boolean', own: 'boolean' } },
  protectVerify: 'boolean',
  rateLimits: { members: rateLimitRules },
  documents: 'map',
} as const satisfies RuleTable & { readonly claimPolicy: readonly ClaimPolicy[] }

const DEFAULT_PORT = 8080

/** Reads the file, and fills in what is missing. Paths in it are relative to it. */
export async function readServeConfig(
  file: string | undefined,
  given: { readonly port?: number; readonly data?: string; readonly baseUrl?: string; readonly storage?: string },
  around: Surroundings,
): Promise<ServeConfig> {
  const json = file === undefined ? {} : await readJsonObjectFile(file, around)
  checkFile(json)
  const folder = file === undefined ? '.' : dirname(file)
  const text = (name: string): string | undefined => json[name] as string | undefined
  const port = given.port ?? (json.port as number | undefined) ?? DEFAULT_PORT
  const issuer = isJsonObject(json.issuer) ? json.issuer : {}
  const mail = isJsonObject(json.mail) ? json.mail : {}
  const from = isJsonObject(mail.from) ? mail.from : {}
  const siteName = text('siteName') ?? (typeof issuer.name === 'string' ? issuer.name : 'Badges')
  const baseUrl = given.baseUrl ?? text('baseUrl')
  if (baseUrl !== undefined && !isHttpUrl(baseUrl)) throw usage('"baseUrl" must be an http or https URL.')
  if (json.tls !== undefined && baseUrl?.startsWith('http:') === true) {
    throw usage('With "tls" nobody reaches an http "baseUrl" here: it must begin with https.')
  }
  if (Object.keys(issuer).length > 0 && typeof issuer.name !== 'string' && text('siteName') === undefined) {
    throw usage('"issuer" needs a "name".')
  }
  const data = given.data ?? text('data')
  return {
    host: text('host') ?? '127.0.0.1',
    port,
    tls: isJsonObject(json.tls)
      ? { cert: resolve(folder, String(json.tls.cert)), key: resolve(folder, String(json.tls.key)) }
      : undefined,
    baseUrl,
    data: given.data !== undefined ? resolve(given.data) : resolve(folder, data ?? 'badgewright-data'),
    storage: readDatabase(given.storage ?? (json.storage as string | DatabaseSettings | undefined)),
    work: json.work !== false,
    siteName,
    issuer: { ...issuer, name: typeof issuer.name === 'string' ? issuer.name : siteName },
    isNamed: text('siteName') !== undefined || typeof issuer.name === 'string',
    brand: await readBrand(json.brand, folder, around),
    from: {
      address: typeof from.address === 'string' ? from.address : 'badges@localhost',
      name: typeof from.name === 'string' ? from.name : siteName,
    },
    mailRate: defined({
      perMinute: mail.perMinute as number | undefined,
      perDomainPerMinute: mail.perDomainPerMinute as number | undefined,
      atOnce: mail.atOnce as number | undefined,
    }),
    smtp: isJsonObject(mail.smtp) ? (mail.smtp as unknown as SmtpMailOptions) : undefined,
    locale: text('locale') ?? 'en',
    timeZone: text('timeZone'),
    frameAncestors: texts(json.frameAncestors),
    apiTokenHashes: (json.apiTokenHashes ?? []) as unknown as ServeConfig['apiTokenHashes'],
    owners: (json.owners ?? []) as unknown as ServeConfig['owners'],
    claimPolicy: (json.claimPolicy as ClaimPolicy | undefined) ?? 'link',
    oidc: readOidc(json.oidc),
    passkeys: isJsonObject(json.passkeys) ? json.passkeys : json.passkeys === true ? {} : undefined,
    online: json.online === true,
    contexts: await readDocuments('contexts', json.contexts, folder, around),
    signing: pickGiven(json, Object.keys(signingRules)) as SigningSettings,
    issuers: checked(() => readIssuerSettings(json.issuers)),
    share: readShare(json.share),
    metrics: readMetrics(json.metrics as MetricsSettings | undefined),
    webhooks: readWebhooks(json.webhooks as unknown as WebhookSettings | undefined),
    trustedProxies: json.trustedProxies as ServeConfig['trustedProxies'],
    statusPublishSeconds: json.statusPublishSeconds as number | undefined,
    approval: json.approval as ServeConfig['approval'],
    protectVerify: json.protectVerify === true,
    rateLimits: (json.rateLimits ?? {}) as ServeConfig['rateLimits'],
    documents: await readDocuments('documents', json.documents, folder, around),
  }
}

const checkFile = (json: JsonObject): void => checked(() => checkOptions(json, rules))

/** What is wrong with a part of the file is said of the file. */
function checked<T>(read: () => T): T {
  try {
    return read()
  } catch (cause) {
    throw misconfigured(cause as BadgeError)
  }
}

export const misconfigured = (cause: BadgeError): BadgeError =>
  new BadgeError('ERR_USAGE', `The configuration is not right. ${cause.message}`, { cause })

const pickGiven = (json: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(names.flatMap((name) => (json[name] === undefined ? [] : [[name, json[name]]])))

const texts = (value: JsonValue | undefined): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []

function readOidc(value: JsonValue | undefined): ServeConfig['oidc'] {
  if (value === undefined) return undefined
  const { trustDomains, ...oidc } = value as unknown as NonNullable<ServeConfig['oidc']> & {
    readonly trustDomains?: readonly string[]
  }
  return {
    ...oidc,
    ...defined({ trustAddresses: trustDomains && addressesOf(trustDomains.map((domain) => domain.toLowerCase())) }),
  }
}

/**
 * Domains that the provider administers itself, whose addresses count although it leaves `email_verified` out: an
 * address counts where its whole domain is one of these; those of subdomains do not.
 */
const addressesOf =
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

/** The logo is a file. */
async function readBrand(
  value: JsonValue | undefined,
  folder: string,
  around: Surroundings,
): Promise<ServeConfig['brand']> {
  if (!isJsonObject(value)) return undefined
  const { logo, ...texts } = value
  if (typeof logo !== 'string') return texts
  return { ...texts, logo: await readInputFile(resolve(folder, logo), around) }
}

/** `{ URL: "file.json" }`, or the document itself. */
async function readDocuments(
  name: string,
  value: JsonValue | undefined,
  folder: string,
  around: Surroundings,
): Promise<Record<string, JsonObject>> {
  const found: Record<string, JsonObject> = {}
  for (const [url, file] of Object.entries((value ?? {}) as JsonObject)) {
    if (typeof file !== 'string' && !isJsonObject(file)) {
      throw usage(`"${name}" names a file or a document for each URL.`)
    }
    found[url] = typeof file === 'string' ? await readJsonObjectFile(resolve(folder, file), around) : file
  }
  return found
}

export const usage = (message: string): BadgeError => new BadgeError('ERR_USAGE', message)
