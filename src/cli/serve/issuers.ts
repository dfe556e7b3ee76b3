import { BadgeError } from '../../errors.js'
import { type HandlerOptions, hashApiToken } from '../../http/index.js'
import { ISSUER_NAMES, isIssuerName } from '../../internal/issuer-name.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import { keyTypes } from '../../internal/key-types.js'
import { vcSigningRules } from '../../internal/option-tables.js'
import { checkOptions, type RuleTable } from '../../internal/options.js'
import { suiteKeyTypes } from '../../internal/suite-names.js'
import { tokenHashRules } from '../../service/core/roles/index.js'
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

/** An issuer beside that of the server, as the configuration file has it. */
export interface IssuerSettings extends Omit<Issuers[string], 'signer' | 'findSigner'> {
  /** Type of the key that is made at the first start. Default: the first that fits the suites, `Ed25519` without any. */
  readonly key?: KeyType
}

const rules = {
  ...vcSigningRules,
  key: keyTypes,
  profile: 'object',
  timeZone: 'time zone',
  apiTokenHashes: { each: { either: ['text', { members: tokenHashRules }] } },
} as const satisfies RuleTable

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

/** An issuer before its key is made: of what type it will be. */
interface Planned {
  readonly name: string
  readonly folder: string
  readonly type: KeyType
  readonly issuer: Omit<IssuerSettings, 'key'>
}

/**
 * What the issuers will be, for a handler that is made to look whether they can be: nothing is written, and nothing can be
 * signed. A start that is refused must leave no key behind, or the configuration that comes after it would find a key of
 * the type that the refused one asked for.
 *
 * @param known - names of issuers in the database, whose keys must be there
 * @throws BadgeError `ERR_USAGE` where the key that is there is of another type than the configuration says;
 * `ERR_FILE_UNREADABLE`
 */
export async function rehearseIssuers(
  settings: Readonly<Record<string, IssuerSettings>>,
  data: string,
  known: readonly string[],
  around: Surroundings,
): Promise<Issuers> {
  const issuers: Record<string, Issuers[string]> = {}
  for (const { name, folder, type, issuer } of planOf(settings, data)) {
    if (known.includes(name)) await assertIssuerKeys(folder, name)
    const [there] = await keyFiles(folder)
    if (there !== undefined) assertType(name, (await readKeyFile(there, around)).type, type)
    issuers[name] = { ...issuer, signer: placeholder(name, type) }
  }
  return issuers
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
  for (const { name, folder, type, issuer } of planOf(settings, data)) {
    const secrets = await readSecrets(folder, issuerUrl(baseUrl, name), around, false, type)
    const { apiToken } = rotate ? await replaceToken(secrets.file, secrets.stored, newToken) : secrets.stored
    // Another process may have made it meanwhile.
    assertType(name, secrets.key.type, type)
    issuers[name] = {
      ...issuer,
      signer: secrets.key,
      findSigner: keysIn(folder, around),
      apiTokenHashes: [hashApiToken(apiToken), ...(issuer.apiTokenHashes ?? [])],
    }
  }
  return issuers
}

const planOf = (settings: Readonly<Record<string, IssuerSettings>>, data: string): readonly Planned[] =>
  Object.entries(settings).map(([name, { key, ...issuer }]) => ({
    name,
    folder: issuerFolder(data, name),
    type: key ?? typeFor(asArray(issuer.suite)),
    issuer,
  }))

function assertType(name: string, there: KeyType, asked: KeyType): void {
  if (there === asked) return
  throw new BadgeError(
    'ERR_USAGE',
    `The key of the issuer ${name} is of type ${there}, and its settings ask for ${asked}. A key is never replaced; give the issuer another name.`,
  )
}

/** In place of a key that is not made yet. */
const placeholder = (name: string, type: KeyType): Signer => ({
  id: `urn:badgewright:issuer:${name}#key`,
  controller: `urn:badgewright:issuer:${name}`,
  type,
  sign: () => Promise.reject(new BadgeError('ERR_INTERNAL', 'A key that is not made yet was asked to sign.')),
})

/** The first type of key that all suites take. */
function typeFor([first = 'eddsa-rdfc-2022', ...others]: readonly SuiteName[]): KeyType {
  const fits = (type: KeyType): boolean => others.every((suite) => suiteKeyTypes[suite].includes(type))
  return suiteKeyTypes[first].find(fits) ?? suiteKeyTypes[first][0] ?? 'Ed25519'
}
