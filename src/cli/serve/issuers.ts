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
import type { KeyType } from '../../types/keys.js'
import type { SuiteName } from '../../types/proof.js'
import type { Surroundings } from '../core/surroundings.js'
import { assertIssuerKeys, issuerFolder, issuerUrl } from './issuer-folder.js'
import { keysIn } from './key-files.js'
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

/**
 * The issuers with their keys, which are made at the first start, each in a folder of its own: `issuers/NAME/key.json`, and
 * the token that acts for this issuer alone in `issuers/NAME/secrets.json`.
 *
 * @param known - names of issuers in the database, whose keys must be there
 * @param rotate - whether each gets a new token
 * @throws BadgeError `ERR_USAGE` where the suites do not fit the key, before it is made, and where the key that is there is of
 * another type than the configuration says
 */
export async function readIssuers(
  settings: Readonly<Record<string, IssuerSettings>>,
  data: string,
  baseUrl: string,
  around: Surroundings,
  { known, rotate }: { readonly known: readonly string[]; readonly rotate: boolean },
): Promise<Issuers> {
  const issuers: Record<string, Issuers[string]> = {}
  for (const [name, { key, ...issuer }] of Object.entries(settings)) {
    const folder = issuerFolder(data, name)
    const suites = asArray(issuer.suite)
    const type = key ?? typeFor(suites)
    const unfit = suites.find((suite) => !suiteKeyTypes[suite].includes(type))
    if (unfit !== undefined) {
      throw new BadgeError(
        'ERR_USAGE',
        `The issuer ${name} has a key of type ${type}; the suite ${unfit} takes ${suiteKeyTypes[unfit].join(' or ')}.`,
      )
    }
    if (known.includes(name)) await assertIssuerKeys(folder, name)
    const secrets = await readSecrets(folder, issuerUrl(baseUrl, name), around, false, type)
    const { apiToken } = rotate ? await replaceToken(secrets.file, secrets.stored, newToken) : secrets.stored
    if (secrets.key.type !== type) {
      throw new BadgeError(
        'ERR_USAGE',
        `The key of the issuer ${name} is of type ${secrets.key.type}, and its settings ask for ${type}. A key is never replaced; give the issuer another name.`,
      )
    }
    issuers[name] = {
      ...issuer,
      signer: secrets.key,
      findSigner: keysIn(folder, around),
      apiTokenHashes: [hashApiToken(apiToken), ...(issuer.apiTokenHashes ?? [])],
    }
  }
  return issuers
}

/** The first type of key that all suites take. */
function typeFor([first = 'eddsa-rdfc-2022', ...others]: readonly SuiteName[]): KeyType {
  const fits = (type: KeyType): boolean => others.every((suite) => suiteKeyTypes[suite].includes(type))
  return suiteKeyTypes[first].find(fits) ?? suiteKeyTypes[first][0] ?? 'Ed25519'
}
