import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isBadgeError } from '../../errors.js'
import { base64urlEncode } from '../../internal/encoding.js'
import { isJsonObject } from '../../internal/json.js'
import { randomBytes } from '../../internal/random.js'
import { didWebFor, generateKeyPair } from '../../keys/index.js'
import type { KeyPair } from '../../types/keys.js'
import { formatJson, readJsonObjectFile, writeSecretFile } from '../core/io.js'
import { readKeyFile } from '../core/keys.js'
import type { Surroundings } from '../core/surroundings.js'
import { keyFiles } from './key-files.js'

/** What `serve` keeps to itself, in files of mode 0600. */
export interface ServeSecrets {
  readonly key: KeyPair
  readonly issuerToken: string
  readonly apiToken: string
  /** What tokens in mails follow from. */
  readonly secret: string
  readonly apiTokenFile: string
}

/** Reads the secrets of a data folder; makes them at the first start. Which of its keys signs, the database says. */
export async function readSecrets(data: string, baseUrl: string, around: Surroundings): Promise<ServeSecrets> {
  await mkdir(data, { recursive: true, mode: 0o700 })
  const [there] = await keyFiles(data)
  const keyFile = there ?? join(data, 'key.json')
  await makeOnce(keyFile, around, async () => (await generateKeyPair(controllerOf(baseUrl))).exportSecret())
  const file = join(data, 'secrets.json')
  await makeOnce(file, around, async () => ({ issuerToken: token(), apiToken: token(), secret: token() }))
  const { issuerToken, apiToken, secret } = await readJsonObjectFile(file, around)
  return {
    key: await readKeyFile(keyFile, around),
    issuerToken: String(issuerToken),
    apiToken: String(apiToken),
    secret: String(secret),
    apiTokenFile: file,
  }
}

const token = (): string => base64urlEncode(randomBytes(32))

/** An issuer is known by its domain; on this machine alone there is none that others could ask. */
function controllerOf(baseUrl: string): { controller?: string } {
  const { protocol, host, hostname, pathname } = new URL(baseUrl)
  if (protocol !== 'https:' || hostname === 'localhost' || /^[\d.[]/.test(hostname)) return {}
  return { controller: didWebFor(host, pathname.replace(/^\/|\/$/g, '')) }
}

/** Of two that start at once, one makes the file. */
async function makeOnce(file: string, around: Surroundings, make: () => Promise<object>): Promise<void> {
  const there = await readJsonObjectFile(file, around).catch(() => undefined)
  if (isJsonObject(there)) return
  try {
    await writeSecretFile(file, formatJson(await make()), false)
  } catch (error) {
    if (!isBadgeError(error, 'ERR_KEY_EXISTS')) throw error
  }
}
