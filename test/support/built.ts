import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { builtFrom, digestOfSources } from '../../tsup.config.js'

const projectDir = fileURLToPath(new URL('../../', import.meta.url))

let digest: string | undefined

/**
 * The path of a file of the build, for tests that are about what users install. Throws unless it was built from the
 * sources that are there: such a test would pass or fail by code of yesterday.
 */
export function built(file: string): string {
  const stamp = join(projectDir, builtFrom)
  const path = join(projectDir, 'dist', file)
  if (!existsSync(path) || !existsSync(stamp)) throw new Error(`There is no dist/${file}: run \`npm run build\`.`)
  digest ??= digestOfSources(projectDir)
  if (readFileSync(stamp, 'utf8') !== digest) {
    throw new Error(
      'dist/ is older than src/: run `npm run build`, so that these tests are about the code that is there.',
    )
  }
  return path
}
