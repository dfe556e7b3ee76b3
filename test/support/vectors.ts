import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Third-party test data that lies beside a checkout; see CONTRIBUTING.md. It is read there and never copied. */
export const vectorsDir = fileURLToPath(new URL('../../../shared/vectors/', import.meta.url))

export const hasVectors = existsSync(vectorsDir)

/** Give this to `describe.skipIf` or print it, so that a skip is seen. */
export const noVectorsReason = 'skipped: the third-party vectors are not beside this checkout (../shared/vectors)'

if (!hasVectors) {
  // Where the vectors are known to be, a run without them must not be green.
  if (process.env.BADGEWRIGHT_REQUIRE_VECTORS)
    throw new Error(`BADGEWRIGHT_REQUIRE_VECTORS is set, and ${vectorsDir} is absent`)
  console.warn(noVectorsReason)
}

export const readVector = (path: string): Uint8Array => new Uint8Array(readFileSync(vectorsDir + path))
export const readVectorText = (path: string): string => readFileSync(vectorsDir + path, 'utf8')
export const readVectorJson = <T = Record<string, unknown>>(path: string): T => JSON.parse(readVectorText(path)) as T
