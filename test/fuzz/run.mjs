// Runs the long suites of this folder one after the other, each with the arguments given: `npm run fuzz -- --seed 1`.
import { spawnSync } from 'node:child_process'

const [names, args] = [['canonical', 'mutations'], process.argv.slice(2)]
for (const name of names) {
  console.log(`\n${name}`)
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const { status } = spawnSync(npm, ['run', '--silent', `fuzz:${name}`, '--', ...args], { stdio: 'inherit' })
  if (status !== 0) process.exitCode = status ?? 1
}
