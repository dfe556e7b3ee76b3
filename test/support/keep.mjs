// Runs the tests of a folder that holds what is against a file that keeps it; with `--write` it writes that file anew:
//
//     node test/support/keep.mjs test/verdicts --write
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const [folder, ...flags] = process.argv.slice(2)
const unknown = flags.filter((flag) => flag !== '--write')
if (folder === undefined || unknown.length > 0) {
  console.error(
    `Give a folder of tests, and --write or nothing${unknown.length > 0 ? `; not ${unknown.join(' ')}` : ''}.`,
  )
  process.exit(2)
}
const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url))
const env = { ...process.env, ...(flags.length > 0 && { BADGEWRIGHT_WRITE_KEPT: '1' }) }
process.exitCode = spawnSync(process.execPath, [vitest, 'run', folder], { stdio: 'inherit', env }).status ?? 1
