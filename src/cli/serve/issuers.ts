import { BadgeError } from '../../errors.js'
import { type HandlerOptions, hashApiToken } from '../../http/index.js'
import { defined } from '../../internal/defined.js'
import { ISSUER_NAMES, isIssuerName } from '../../internal/issuer-name.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import { keyTypes } from '../../internal/key-types.js'
import { vcSigningRules } from '../../internal/option-tables.js'
import { checkOptions, type OptionTable } from '../../internal/options.js'
import { suiteKeyTypes } from '../../internal/suite-names.js'
import type { VcSigning } from '../../internal/vc-signing.js'
import { tokenHashRules } from '../../service/core/roles/index.js'
import type { BadgeService } from '../../service/index.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { KeyType, Signer } from '../../types/keys.js'
import type { SuiteName } from '../../types/proof.js'
import { readKeyFile } from '../core/keys.js'
import type { Surroundings } from '../core/surroundings.js'
import { assertIssuerKeys, issuerFolder, issuerUrl } from './issuer-folder.js'
import { keyFiles, keysIn } from './key-files.js'
import { replaceToken } from './rotate.js'
import { newToken, readSecrets } from './secrets.js'

type Issuers = NonNullable<HandlerOptions['issuers']>

/** How an issuer signs, that of the server or another, as the configuration file has it. */
export interface SigningSettings extends VcSigning {
  /** Type of the key that is made at the first start. Default: the first that fits the suites, `Ed25519` without any. */
  readonly key?: KeyType
}

export const signingRules = { key: keyTypes, ...vcSigningRules } as const satisfies OptionTable<SigningSettings>

/** An issuer beside that of the server, as the configuration file has it. */
export interface IssuerSettings extends Omit<Issuers[string], 'signer' | 'findSigner'>, SigningSettings {}

const rules = {
  ...signingRules,
  retired: 'boolean',
  profile: 'object',
  timeZone: 'time zone',
  apiTokenHashes: { each: { either: ['text', { members: tokenHashRules }] } },
} as const satisfies OptionTable<IssuerSettings>

/** @throws BadgeError `ERR_ARGUMENT_INVALID` */
export function readIssuerSettings(value: JsonValue | undefined): Readonly<Record<string, IssuerSettings>> {
  const given = isJsonObject(value) ? value : {}
  for (const [name, settings] of Object.entries(given)) {
    if (!isIssuerName(name)) {
      throw new BadgeError('ERR_ARGUMENT_INVALID', `"${name}" is not the name of an issuer: it has ${ISSUER_NAMES}.`)
    }
    checkOptions(settings as JsonObject, rules, `issuers.${name}`)
  }
  return given as unknown as Readonly<Record<string, IssuerSettings>>
}

/** An issuer before its key is made. */
interface Planned {
  readonly name: string
  readonly folder: string
  /** Type of the key that is made where there is none. */
  readonly type: KeyType
  readonly key: KeyType | undefined
  readonly issuer: Omit<IssuerSettings, 'key'>
}

/**
 * What the issuers will be, for a handler that is made to look whether they can be: nothing is written, and nothing can be
 * signed. A start that is refused must leave no key behind, or the configuration that comes after it would find a key of
 * the type that the refused one asked for.
 *
 * @throws BadgeError `ERR_USAGE` where the key that is there is of another type than the configuration says;
 * `ERR_FILE_UNREADABLE`
 */
export async function rehearseIssuers(
  settings: Readonly<Record<string, IssuerSettings>>,
  data: string,
  around: Surroundings,
): Promise<Issuers> {
  const issuers: Record<string, Issuers[string]> = {}
  for (const { name, folder, key, issuer } of planOf(settings, data)) {
    if (issuer.retired === true && (await keyFiles(folder)).length === 0) {
      throw new BadgeError(
        'ERR_USAGE',
        `The issuer ${name} is to be retired, and was never here: ${folder} has no key.`,
      )
    }
    const type = await plannedType(folder, { ...issuer, ...defined({ key }) }, `The key of the issuer ${name}`, around)
    issuers[name] = { ...issuer, signer: placeholder(name, type) }
  }
  return issuers
}

/**
 * The type of the key in a folder, or else of the one that is made there.
 *
 * @throws BadgeError `ERR_USAGE` where the configuration names another
 */
export async function plannedType(
  folder: string,
  { key, suite }: Pick<SigningSettings, 'key' | 'suite'>,
  what: string,
  around: Surroundings,
): Promise<KeyType> {
  const [there] = await keyFiles(folder)
  if (there === undefined) return key ?? keyTypeFor(asArray(suite))
  const { type } = await readKeyFile(there, around)
  assertType(what, type, key)
  return type
}

/** Of those that the database knows and the configuration names: each has signed. */
export async function assertKnownIssuers(
  settings: Readonly<Record<string, IssuerSettings>>,
  data: string,
  known: readonly string[],
): Promise<void> {
  for (const name of known) if (Object.hasOwn(settings, name)) await assertIssuerKeys(issuerFolder(data, name), name)
}

/**
 * The issuers with their keys, which are made at the first start, each in a folder of its own: `issuers/NAME/key.json`, and
 * the token that acts for this issuer alone in `issuers/NAME/secrets.json`. `rehearseIssuers` comes first.
 *
 * @param rotate - whether each gets a new token
 */
export async function readIssuers(
  settings: Readonly<Record<string, IssuerSettings>>,
  data: string,
  baseUrl: string,
  around: Surroundings,
  rotate: boolean,
): Promise<Issuers> {
  const issuers: Record<string, Issuers[string]> = {}
  for (const { name, folder, type, key, issuer } of planOf(settings, data)) {
    const secrets = await readSecrets(folder, issuerUrl(baseUrl, name), around, false, type)
    const { apiToken } = rotate ? await replaceToken(secrets.file, secrets.stored, newToken) : secrets.stored
    // Another process may have made it meanwhile.
    assertType(`The key of the issuer ${name}`, secrets.key.type, key)
    issuers[name] = {
      ...issuer,
      signer: secrets.key,
      findSigner: keysIn(folder, around),
      apiTokenHashes: [hashApiToken(apiToken), ...(issuer.apiTokenHashes ?? [])],
    }
  }
  return issuers
}

/**
 * Those that the database knows and the configuration names no longer, whose key is in their folder: they issue nothing, and
 * their lists are signed on. Their own tokens act no more.
 */
export async function retiredIssuers(
  settings: Readonly<Record<string, IssuerSettings>>,
  data: string,
  records: readonly IssuerRecord[],
  around: Surroundings,
): Promise<Issuers> {
  const issuers: Record<string, Issuers[string]> = {}
  for (const { name, profile, suites, timeZone } of leftOut(settings, records)) {
    const folder = issuerFolder(data, name)
    const [first] = await keyFiles(folder)
    if (first === undefined) continue
    const signing = suites.length === 0 ? {} : { suite: suites }
    const signer = await readKeyFile(first, around)
    issuers[name] = {
      ...signing,
      timeZone,
      signer,
      findSigner: keysIn(folder, around),
      profile: { name, ...profile },
      retired: true,
    }
  }
  return issuers
}

type IssuerRecord = Awaited<ReturnType<BadgeService['issuers']['list']>>[number]

/** Stored issuers that the configuration does not name. */
export const leftOut = (
  settings: Readonly<Record<string, IssuerSettings>>,
  records: readonly IssuerRecord[],
): readonly (IssuerRecord & { readonly name: string })[] =>
  records.flatMap(({ name, ...record }) =>
    name === undefined || Object.hasOwn(settings, name) ? [] : [{ ...record, name }],
  )

const planOf = (settings: Readonly<Record<string, IssuerSettings>>, data: string): readonly Planned[] =>
  Object.entries(settings).map(([name, { key, ...issuer }]) => ({
    name,
    folder: issuerFolder(data, name),
    type: key ?? keyTypeFor(asArray(issuer.suite)),
    key,
    issuer,
  }))

function assertType(what: string, there: KeyType, asked: KeyType | undefined): void {
  if (asked === undefined || there === asked) return
  throw new BadgeError(
    'ERR_USAGE',
    `${what} is of type ${there}, and the settings ask for ${asked}. A key is never replaced: take back the change, or give another name or data folder.`,
  )
}

/** In place of a key that is not made yet. */
export const placeholder = (name: string, type: KeyType): Signer => ({
  id: `urn:badgewright:issuer:${name}#key`,
  controller: `urn:badgewright:issuer:${name}`,
  type,
  sign: () => Promise.reject(new BadgeError('ERR_INTERNAL', 'A key that is not made yet was asked to sign.')),
})

/** The first type of key that all suites take. */
export function keyTypeFor([first = 'eddsa-rdfc-2022', ...others]: readonly SuiteName[]): KeyType {
  const fits = (type: KeyType): boolean => others.every((suite) => suiteKeyTypes[suite].includes(type))
  return suiteKeyTypes[first].find(fits) ?? suiteKeyTypes[first][0] ?? 'Ed25519'
}
