// Runs the tests of folders that hold what is against files that keep it; with `--write` it writes those files:
//
//     node test/support/keep.mjs test/verdicts --write
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const isFlag = (argument) => argument.startsWith('-')
const folders = process.argv.slice(2).filter((argument) => !isFlag(argument))
const flags = process.argv.slice(2).filter(isFlag)
const unknown = flags.filter((flag) => flag !== '--write')
if (folders.length === 0 || unknown.length > 0) {
  console.error(
    `Give folders of tests, and --write or nothing${unknown.length > 0 ? `; not ${unknown.join(' ')}` : ''}.`,
  )
  process.exit(2)
}
const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url))
const env = { ...process.env, ...(flags.length > 0 && { BADGEWRIGHT_WRITE_KEPT: '1' }) }
process.exitCode = spawnSync(process.execPath, [vitest, 'run', ...folders], { stdio: 'inherit', env }).status ?? 1
