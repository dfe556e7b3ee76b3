import { equalBytes } from '../internal/bytes.js'
import { CREDENTIALS_V2 } from '../internal/context-urls.js'
import { base64Decode } from '../internal/encoding.js'
import type { JsonObject } from '../types/json.js'
import { bareDigest, compareHashes, type HashKind } from './digests.js'

/**
 * Texts of the base context that were published at its URL: the one that is frozen there (VCDM 2.0 §B.1, 24 February 2025), and
 * the one of the candidate recommendation before it (20 July 2024), of which issuers signed digests in good faith.
 */
const published: readonly Readonly<Record<HashKind, string>>[] = [
  {
    sha256: 'WZVc7WaX1h4D8rJVb+vlMIqxaEKEb1tYbX8fet7JJzQ=',
    sha384: 'l/HrjlBCNWyAX91hr6LFV2Y3heB5Tcr6IeE4/Tje8YyzYBM8IhqjHWiWpr8+ZbYU',
    sha512: 'XVVFK9Lc+KKfWikEc+skKxxft31OaPGgqoe6pNuiaUhS1l7GPUisBKmdlW+fcVO5QG+E0tBMdIabAsI5odgTBQ==',
  },
  {
    sha256: 'JKGMkOmFbVJhEfKTduMC2XCyvRAYLjOVmZWwIH1wQ7k=',
    sha384: 'NSOcNpmdIVUxIJGvGUoe22FjTWrXiaXlsZ8q6912LdnR3KraQO2n75Ica4wK4Qeg',
    sha512: 'yxM236hnDYDQM0SzsMwl+vTUUgGCPDXzm7Gv5an5EfYV/07IDsXy+J4z0U6Wvsi+eOON81uRjJzV87NEm9bIjw==',
  },
]

/**
 * Whether the digest of a related resource is certainly not that of the base context, which it names. Every implementation
 * must treat that context as retrieved (VCDM 2.0 §B.1), so that a digest of another text is an error for each of them (§5.3).
 */
export function contradictsBaseContext(entry: JsonObject): boolean {
  if (entry.id !== CREDENTIALS_V2) return false
  const bare = bareDigest(entry.digestMultibase)
  const verdicts = published.map((texts) => {
    const hash = (kind: HashKind): Uint8Array => base64Decode(texts[kind])
    const whole = compareHashes(entry, hash)
    if (bare === undefined || whole === false) return whole
    return equalBytes(bare, hash('sha256'))
  })
  return verdicts.every((verdict) => verdict === false)
}
