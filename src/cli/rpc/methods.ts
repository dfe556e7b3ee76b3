import { bakeImage, extractCredential, stripCredential } from '../../container/index.js'
import { BadgeError } from '../../errors.js'
import { type ExportFormat, exportBadge } from '../../export/index.js'
import { defined } from '../../internal/defined.js'
import { base64Decode, base64Encode } from '../../internal/encoding.js'
import { isJsonObject } from '../../internal/json.js'
import { signRules } from '../../internal/option-tables.js'
import { checkOptions, needed, pick, type RuleTable } from '../../internal/options.js'
import { issueBadge } from '../../issue-badge.js'
import { generateKeyPair, importKeyPair } from '../../keys/index.js'
import { signCredential } from '../../proof/index.js'
import {
  createStatusEntry,
  createStatusList,
  getStatus,
  parseStatusListCredential,
  publishStatusList,
  setStatus,
} from '../../status/index.js'
import type { CredentialKind } from '../../types/credential.js'
import type { BadgeDraft } from '../../types/draft.js'
import type { JsonObject } from '../../types/json.js'
import type { KeyPair } from '../../types/keys.js'
import type { SignOptions } from '../../types/proof.js'
import { explain, type VerifyOptions, verifyCredential } from '../../verify/index.js'
import { acceptedByDefault } from '../core/accepted.js'
import { version } from '../core/version.js'

/** What the process was started with. */
export interface RpcContext {
  /** The key of `--key`, where there is one. */
  readonly key: KeyPair | undefined
}

export type RpcMethod = (params: JsonObject, context: RpcContext) => Promise<unknown>

const wrong = (message: string): BadgeError => new BadgeError('ERR_ARGUMENT_INVALID', message)

function bytes(params: JsonObject, name: string): Uint8Array {
  try {
    return base64Decode(String(params[name]))
  } catch {
    throw wrong(`"${name}" must be base64.`)
  }
}

/** A credential as JSON or a JWT. */
const credential = (params: JsonObject): JsonObject | string => params.credential as JsonObject | string

async function keyOf(params: JsonObject, { key }: RpcContext): Promise<KeyPair> {
  if (isJsonObject(params.key)) return importKeyPair(params.key)
  if (key === undefined) throw wrong('Start `badgewright rpc` with --key, or pass "key".')
  return key
}

/** Options of these names; each is looked at by the function that takes it. */
const options = <Options>(params: JsonObject, rules: Readonly<Record<string, unknown>>): Options =>
  Object.fromEntries(
    Object.keys(rules).flatMap((name) => (Object.hasOwn(params, name) ? [[name, params[name]]] : [])),
  ) as Options

/** Plain JSON; everything that is code or reaches the network stays out. */
const documents = { contexts: 'map', documents: 'map' } as const
const signOptions = {
  ...documents,
  ...pick(
    signRules,
    'suite',
    'created',
    'expires',
    'verificationMethod',
    'domain',
    'challenge',
    'mandatoryPointers',
    'now',
  ),
  lint: ['refuse', 'off'],
} as const
const issueOptions = { ...signOptions, id: 'text', recipientPrivacy: ['hashed', 'plain', 'none'] } as const
const verifyOptions = {
  ...documents,
  schemas: 'map',
  accept: 'anything',
  now: 'anything',
  recipient: 'anything',
  trust: 'anything',
  require: 'anything',
  clockSkewSeconds: 'anything',
  strictJwt: 'anything',
  statusIssuers: 'anything',
  strictStatusList: 'anything',
  recipientMatch: 'anything',
  profile: 'anything',
  domain: 'anything',
  challenge: 'anything',
} as const

const key = 'object'
const image = 'text'
const list = needed('object')
const index = needed('anything')
const given = needed('object or text')

const readable = (params: JsonObject): JsonObject | string | Uint8Array => {
  if ((params.image === undefined) === (params.credential === undefined)) {
    throw wrong('Pass "credential", a JSON object or a JWT, or "image" in base64.')
  }
  return params.image === undefined ? credential(params) : bytes(params, 'image')
}

const verified = (params: JsonObject) =>
  verifyCredential(readable(params), {
    accept: acceptedByDefault,
    ...options<VerifyOptions<CredentialKind>>(params, verifyOptions),
  })

/** A method, with what its parameters may be: an unknown one is refused, since it may ask for more than was done. */
const method =
  (rules: RuleTable, run: RpcMethod): RpcMethod =>
  async (params, context) => {
    const present = Object.fromEntries(Object.entries(params).filter(([, value]) => value !== null)) as JsonObject
    checkOptions(present, rules)
    return run(present, context)
  }

/** Every method, by name; files are base64. A parameter that is `null` is absent. */
export const rpcMethods: Readonly<Record<string, RpcMethod>> = {
  version: method({}, async () => ({ version, methods: Object.keys(rpcMethods) })),
  keygen: method({}, async () => (await generateKeyPair()).exportSecret()),
  issue: method({ draft: needed('object'), key, ...issueOptions }, async (params, context) =>
    issueBadge(params.draft as unknown as BadgeDraft, await keyOf(params, context), options(params, issueOptions)),
  ),
  sign: method({ credential: needed('object'), key, ...signOptions }, async (params, context) =>
    signCredential(
      params.credential as JsonObject,
      await keyOf(params, context),
      options<SignOptions>(params, signOptions),
    ),
  ),
  verify: method({ credential: 'object or text', image, ...verifyOptions }, async (params) => verified(params)),
  explain: method({ credential: 'object or text', image, ...verifyOptions }, async (params) => {
    const result = await verified(params)
    return { text: explain(result), ...defined({ kind: result.kind }), facts: result.facts }
  }),
  bake: method({ credential: given, image: needed(image), replace: 'boolean' }, async (params) => {
    const ifBaked = params.replace === true ? 'replace' : 'refuse'
    return { image: base64Encode(await bakeImage(bytes(params, 'image'), credential(params), { ifBaked })) }
  }),
  extract: method({ image: needed(image) }, async (params) => ({
    credential: await extractCredential(bytes(params, 'image')),
  })),
  strip: method({ image: needed(image) }, async (params) => ({
    image: base64Encode(await stripCredential(bytes(params, 'image'))),
  })),
  export: method({ credential: given, format: needed('text'), image }, async (params) => {
    const picture = params.image === undefined ? {} : { image: bytes(params, 'image') }
    const file = await exportBadge(credential(params), params.format as ExportFormat, picture)
    return { name: file.name, mediaType: file.mediaType, bytes: base64Encode(file.bytes) }
  }),
  /** A new list, signed, for publishing at `id`. */
  'status.create': method(
    { id: needed('text'), purpose: ['revocation', 'suspension'], key, now: 'instant' },
    async (params, context) => {
      const { id, purpose = 'revocation' } = params as { id: string; purpose?: 'revocation' | 'suspension' }
      return publishStatusList(createStatusList({ purpose }), await keyOf(params, context), {
        id,
        ...options<object>(params, { now: 1 }),
      })
    },
  ),
  /** What a draft needs as `credentialStatus` to be found at `index` of a list. */
  'status.entry': method({ list, index }, async (params) => {
    const { list, id } = await readList(params)
    return createStatusEntry(list, indexOf(params), { statusListCredential: id })
  }),
  'status.get': method({ list, index }, async (params) => ({
    value: getStatus((await readList(params)).list, indexOf(params)),
  })),
  /** The list with that badge revoked (or, with `value` false or 0, no longer), signed again; publish it in place of the old one. */
  revoke: method(
    { list, index, value: { either: ['boolean', [0, 1]] }, key, now: 'instant' },
    async (params, context) => {
      const { list, id } = await readList(params)
      const changed = setStatus(list, indexOf(params), Number(params.value ?? 1))
      return publishStatusList(changed, await keyOf(params, context), { id, ...options<object>(params, { now: 1 }) })
    },
  ),
}

async function readList(params: JsonObject) {
  const document = params.list as JsonObject
  return { list: await parseStatusListCredential(document), id: String(document.id) }
}

/** A number, or the entry of a badge. */
function indexOf({ index }: JsonObject): number {
  const value = isJsonObject(index) ? Number(index.statusListIndex) : index
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw wrong('"index" must be a whole number.')
  return value
}
