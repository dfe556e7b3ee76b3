/**
 * Pictures in a bucket of S3, or of anything that speaks its API (through `aws4fetch`).
 *
 * @module badgewright/blobs/s3
 */

import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { limits } from '../../internal/limits.js'
import { checkOptions, needed, type OptionTable } from '../../internal/options.js'
import type { BlobStore } from '../../service/index.js'
import { importPeer } from '../peer.js'
import { checkBlobKey, mediaTypeOf } from './keys.js'

/** Options of {@link s3Blobs}. */
export interface S3BlobsOptions {
  /** URL of the bucket: `https://bucket.s3.eu-central-1.amazonaws.com` or `https://s3.example/bucket`. */
  readonly bucket: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  /** In front of every key, such as `badges/`. */
  readonly prefix?: string
}

const rules = {
  bucket: needed('http url'),
  region: needed('some text'),
  accessKeyId: needed('some text'),
  secretAccessKey: needed('some text'),
  sessionToken: 'text',
  prefix: 'text',
} as const satisfies OptionTable<S3BlobsOptions>

const TIMEOUT_MS = 30_000

/**
 * A blob store in a bucket. Files are only ever added (`If-None-Match: *`); requests are signed with Signature Version
 * 4, and tried again by themselves where the server asks for it.
 *
 * @throws BadgeError `ERR_PEER_MISSING` without `aws4fetch`; `ERR_STORAGE_FAILED` when the bucket does not answer as it
 * should
 */
export async function s3Blobs(options: S3BlobsOptions): Promise<BlobStore> {
  checkOptions(options, rules)
  const { bucket, region, accessKeyId, secretAccessKey, sessionToken, prefix = '' } = options
  const { AwsClient } = await importPeer('aws4fetch', () => import('aws4fetch'))
  const client = new AwsClient({
    accessKeyId,
    secretAccessKey,
    region,
    service: 's3',
    retries: 3,
    ...defined({ sessionToken }),
  })
  const urlOf = (key: string): string => `${bucket.replace(/\/+$/, '')}/${prefix}${checkBlobKey(key)}`
  const ask = async (key: string, init: RequestInit): Promise<Response> => {
    const url = urlOf(key)
    try {
      return await client.fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) })
    } catch (cause) {
      throw failed('does not answer', cause)
    }
  }
  return {
    async put(key, { bytes, mediaType }) {
      const response = await ask(key, {
        method: 'PUT',
        headers: { 'content-type': mediaType, 'if-none-match': '*' },
        body: bytes as Uint8Array<ArrayBuffer>,
      })
      await response.body?.cancel()
      if (response.ok) return true
      // 412: it is there. 409: somebody else is writing the same this moment.
      if (response.status === 412 || response.status === 409) return false
      throw failed(`answered ${response.status}`)
    },
    async get(key) {
      const response = await ask(key, { method: 'GET' })
      if (response.status === 404) {
        await response.body?.cancel()
        return undefined
      }
      if (!response.ok || Number(response.headers.get('content-length') ?? 0) > limits.blobBytes) {
        await response.body?.cancel()
        throw failed(response.ok ? 'has a file that is too large' : `answered ${response.status}`)
      }
      const bytes = new Uint8Array(await response.arrayBuffer())
      return { bytes, mediaType: response.headers.get('content-type') ?? mediaTypeOf(key) }
    },
    async delete(key) {
      const response = await ask(key, { method: 'DELETE' })
      await response.body?.cancel()
      if (!response.ok && response.status !== 404) throw failed(`answered ${response.status}`)
    },
  }
}

const failed = (what: string, cause?: unknown): BadgeError =>
  new BadgeError('ERR_STORAGE_FAILED', `The bucket ${what}.`, defined({ cause }))
