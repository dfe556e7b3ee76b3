import { bakeImage, extractCredential, stripCredential } from '../../container/index.js'
import { BadgeError } from '../../errors.js'
import { type ExportFormat, exportBadge } from '../../export/index.js'
import { base64Decode, base64Encode } from '../../internal/encoding.js'
import { isJsonObject } from '../../internal/json.js'
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
import type { BadgeDraft } from '../../types/draft.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { KeyPair } from '../../types/keys.js'
import type { SignOptions } from '../../types/proof.js'
import { explain, type VerifyOptions, verifyCredential } from '../../verify/index.js'
import { version } from '../core/version.js'

/** What the process was started with. */
export interface RpcContext {
  /** The key of `--key`, where there is one. */
  readonly key: KeyPair | undefined
}

export type RpcMethod = (params: JsonObject, context: RpcContext) => Promise<unknown>

const wrong = (message: string): BadgeError => new BadgeError('ERR_ARGUMENT_INVALID', message)

function object(params: JsonObject, name: string): JsonObject {
  const value = params[name]
  if (!isJsonObject(value)) throw wrong(`"${name}" must be a JSON object.`)
  return value
}

function bytes(params: JsonObject, name: string): Uint8Array {
  const value = params[name]
  if (typeof value !== 'string') throw wrong(`"${name}" must be base64.`)
  try {
    return base64Decode(value)
  } catch {
    throw wrong(`"${name}" must be base64.`)
  }
}

/** A credential as JSON or a JWT. */
function credential(params: JsonObject): JsonObject | string {
  const { credential: value } = params
  if (isJsonObject(value) || typeof value === 'string') return value
  throw wrong('"credential" must be a JSON object or a JWT.')
}

async function keyOf(params: JsonObject, { key }: RpcContext): Promise<KeyPair> {
  if (isJsonObject(params.key)) return importKeyPair(params.key)
  if (key === undefined) throw wrong('Start `badgewright rpc` with --key, or pass "key".')
  return key
}

/** Options that are plain JSON; everything that is code or reaches the network stays out. */
function pick<Names extends string>(params: JsonObject, names: readonly Names[]): Partial<Record<Names, JsonValue>> {
  return Object.fromEntries(
    names.filter((name) => params[name] !== undefined).map((name) => [name, params[name]]),
  ) as Partial<Record<Names, JsonValue>>
}

/** Every method, by name; files are base64. */
export const rpcMethods: Readonly<Record<string, RpcMethod>> = {
  version: async () => ({ version, methods: Object.keys(rpcMethods) }),
  keygen: async () => (await generateKeyPair()).exportSecret(),
  async issue(params, context) {
    const options = pick(params, ['suite', 'now', 'id', 'recipientPrivacy', 'documents'])
    return issueBadge(object(params, 'draft') as unknown as BadgeDraft, await keyOf(params, context), options as object)
  },
  async sign(params, context) {
    const options = pick(params, ['suite', 'created', 'verificationMethod', 'documents']) as SignOptions
    return signCredential(object(params, 'credential'), await keyOf(params, context), options)
  },
  async verify(params) {
    const input = params.image === undefined ? credential(params) : bytes(params, 'image')
    const options = pick(params, ['documents', 'now', 'recipient', 'trust', 'require', 'clockSkewSeconds'])
    return verifyCredential(input, options as unknown as VerifyOptions)
  },
  async explain(params) {
    const input = params.image === undefined ? credential(params) : bytes(params, 'image')
    return {
      text: explain(await verifyCredential(input, pick(params, ['documents', 'now']) as unknown as VerifyOptions)),
    }
  },
  async bake(params) {
    const baked = await bakeImage(bytes(params, 'image'), credential(params), {
      ifBaked: params.replace === true ? 'replace' : 'refuse',
    })
    return { image: base64Encode(baked) }
  },
  extract: async (params) => ({ credential: await extractCredential(bytes(params, 'image')) }),
  strip: async (params) => ({ image: base64Encode(await stripCredential(bytes(params, 'image'))) }),
  async export(params) {
    const image = params.image === undefined ? {} : { image: bytes(params, 'image') }
    const file = await exportBadge(credential(params), String(params.format) as ExportFormat, image)
    return { name: file.name, mediaType: file.mediaType, bytes: base64Encode(file.bytes) }
  },
  /** A new list, signed, for publishing at `id`. */
  async 'status.create'(params, context) {
    const list = createStatusList({ purpose: params.purpose === 'suspension' ? 'suspension' : 'revocation' })
    return publishStatusList(list, await keyOf(params, context), {
      id: String(params.id),
      ...(pick(params, ['now']) as object),
    })
  },
  /** What a draft needs as `credentialStatus` to be found at `index` of a list. */
  async 'status.entry'(params) {
    const { list, id } = await readList(params)
    return createStatusEntry(list, indexOf(params), { statusListCredential: id })
  },
  'status.get': async (params) => ({ value: getStatus((await readList(params)).list, indexOf(params)) }),
  /** The list with that badge revoked, signed again; publish it in place of the old one. */
  async revoke(params, context) {
    const { list, id } = await readList(params)
    const changed = setStatus(list, indexOf(params), params.value === 0 ? 0 : 1)
    return publishStatusList(changed, await keyOf(params, context), { id, ...(pick(params, ['now']) as object) })
  },
}

async function readList(params: JsonObject) {
  const document = object(params, 'list')
  return { list: await parseStatusListCredential(document), id: String(document.id) }
}

/** A number, or the entry of a badge. */
function indexOf({ index }: JsonObject): number {
  const value = isJsonObject(index) ? Number(index.statusListIndex) : index
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw wrong('"index" must be a whole number.')
  return value
}
