import { BadgeError } from '../../errors.js'
import { base64Decode } from '../../internal/encoding.js'

/**
 * The keys of an endpoint: each `whsec_` and 24 to 64 bytes in Base64 (Standard Webhooks 1.0).
 *
 * @throws BadgeError `ERR_ARGUMENT_INVALID`
 */
export function readWebhookSecrets(secret: string | readonly string[]): Uint8Array[] {
  const texts = typeof secret === 'string' ? [secret] : secret
  if (!Array.isArray(texts) || texts.length === 0) throw wrongSecret()
  return texts.map((text) => {
    if (typeof text !== 'string' || text.length > 100 || !text.startsWith('whsec_')) throw wrongSecret()
    try {
      const key = base64Decode(text.slice('whsec_'.length))
      if (key.length >= 24 && key.length <= 64) return key
    } catch {}
    throw wrongSecret()
  })
}

const wrongSecret = (): BadgeError =>
  new BadgeError(
    'ERR_ARGUMENT_INVALID',
    'The `secret` of a webhook is "whsec_" and 24 to 64 random bytes in Base64: `echo whsec_$(openssl rand -base64 32)`.',
  )
