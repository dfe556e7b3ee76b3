import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isBadgeError } from '../../errors.js'
import { base64urlEncode } from '../../internal/encoding.js'
import { isJsonObject } from '../../internal/json.js'
import { randomBytes } from '../../internal/random.js'
import { didWebFor, generateKeyPair } from '../../keys/index.js'
import type { KeyPair, KeyType } from '../../types/keys.js'
import { formatJson, readJsonObjectFile, writeSecretFile } from '../core/io.js'
import { readKeyFile } from '../core/keys.js'
import type { Surroundings } from '../core/surroundings.js'
import { keyFiles } from './key-files.js'
import { beginRotation, type StoredSecrets } from './rotate.js'

/** In the data folder: the operator's token, and what sessions and links follow from. */
export const SECRETS_FILE = 'secrets.json'

/** What `serve` keeps to itself, in files of mode 0600. */
export interface ServeSecrets {
  readonly key: KeyPair
  readonly stored: StoredSecrets
  readonly file: string
}

/** Reads the secrets of a data folder; makes them at the first start. Which of its keys signs, the database says. */
export async function readSecrets(
  data: string,
  baseUrl: string,
  around: Surroundings,
  rotate = false,
  type: KeyType = 'Ed25519',
): Promise<ServeSecrets> {
  await mkdir(data, { recursive: true, mode: 0o700 })
  const [there] = await keyFiles(data)
  const keyFile = there ?? join(data, 'key.json')
  await makeOnce(keyFile, around, async () => {
    const key = await generateKeyPair({ type, ...controllerOf(baseUrl) })
    return key.exportSecret(type === 'RSA' ? 'jwk' : 'multikey')
  })
  const file = join(data, SECRETS_FILE)
  await makeOnce(file, around, async () => ({ apiToken: newToken(), secret: newToken() }))
  const { apiToken, secret, former } = await readJsonObjectFile(file, around)
  const stored: StoredSecrets = {
    apiToken: String(apiToken),
    secret: String(secret),
    ...(Array.isArray(former) ? { former: former.map(String) } : {}),
  }
  const key = await readKeyFile(keyFile, around)
  return { key, stored: rotate ? await beginRotation(file, stored, newToken) : stored, file }
}

export const newToken = (): string => base64urlEncode(randomBytes(32))

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
