import { concatBytes, utf8Encode } from '../../internal/bytes.js'
import { base64urlDecode, base64urlEncode } from '../../internal/encoding.js'
import { isJsonObject, parseJson } from '../../internal/json.js'
import { limits } from '../../internal/limits.js'
import { randomBytes } from '../../internal/random.js'
import { sha256 } from '../../internal/sha256.js'
import type { JsonObject } from '../../types/json.js'

/** Bytes of the nonce of AES-GCM (NIST SP 800-38D §8.2.2: random, of 96 bits). */
const NONCE = 12

/** What a cookie holds, so that its bearer can neither read nor change it, nor put it in the place of another. */
export interface Seal {
  close(purpose: string, value: JsonObject): Promise<string>
  /** `undefined` for what was not sealed here, or for another purpose. */
  open(purpose: string, text: string | undefined): Promise<JsonObject | undefined>
}

export function createSeal(secret: string | Uint8Array): Seal {
  const bytes = typeof secret === 'string' ? utf8Encode(secret) : secret
  const key = globalThis.crypto.subtle.importKey(
    'raw',
    sha256(concatBytes(utf8Encode('badgewright cookie seal, version 1'), sha256(bytes))) as Uint8Array<ArrayBuffer>,
    'AES-GCM',
    false,
    ['encrypt', 'decrypt'],
  )
  // Nobody waits for it yet; a later caller gets the error.
  key.catch(() => {})
  const settings = (purpose: string, nonce: Uint8Array) => ({
    name: 'AES-GCM',
    iv: nonce as Uint8Array<ArrayBuffer>,
    additionalData: utf8Encode(purpose) as Uint8Array<ArrayBuffer>,
  })
  return {
    async close(purpose, value) {
      const nonce = randomBytes(NONCE)
      const plain = utf8Encode(JSON.stringify(value)) as Uint8Array<ArrayBuffer>
      const sealed = await globalThis.crypto.subtle.encrypt(settings(purpose, nonce), await key, plain)
      return base64urlEncode(concatBytes(nonce, new Uint8Array(sealed)))
    },
    async open(purpose, text) {
      if (text === undefined || text.length > limits.sealedText || !/^[\w-]+$/.test(text)) return undefined
      try {
        const bytes = base64urlDecode(text)
        const sealed = bytes.slice(NONCE) as Uint8Array<ArrayBuffer>
        const plain = await globalThis.crypto.subtle.decrypt(
          settings(purpose, bytes.slice(0, NONCE)),
          await key,
          sealed,
        )
        const value = parseJson(new Uint8Array(plain))
        return isJsonObject(value) ? value : undefined
      } catch {
        return undefined
      }
    },
  }
}
