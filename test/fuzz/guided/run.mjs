// Coverage-guided fuzzing of `verifyCredential`:
//
//     npm run fuzz -- --seed 1 --minutes 30
//     npm run fuzz -- --seed 1 --count 20000    the short form of CI: inputs are counted, so that it can be repeated
//     npm run fuzz -- --planted              each reader with a planted fault, until it is found
//
// Exit code 1 for a crash, a hang, or a mutant that is verified and says something else than its seed; with `--planted`
// for a fault that was not found.
import { spawnSync } from 'node:child_process'
import { bundle } from './bundle.mjs'
import { plants } from './plants.mjs'

const args = process.argv.slice(2)
const run = (file, more) => spawnSync(process.execPath, [file, ...more], { stdio: 'inherit' }).status

if (args.includes('--planted')) {
  const others = args.filter((argument) => argument !== '--planted')
  const missed = []
  for (const reader of Object.keys(plants)) {
    console.log(`\nA fault in ${reader}:`)
    const kinds = reader === 'json' ? 'json,text' : reader
    const status = run(await bundle(reader), ['--expect', `planted in ${reader}`, '--kinds', kinds, ...others])
    if (status !== 0) missed.push(reader)
  }
  console.log(missed.length === 0 ? '\nAll planted faults were found.' : `\nNot found: ${missed.join(', ')}`)
  process.exitCode = missed.length === 0 ? 0 : 1
} else {
  process.exitCode = run(await bundle(), args) ?? 1
}
