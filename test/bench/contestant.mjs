// A process of its own for one contestant: signs or verifies in turns, each when it is told to, so that neither shares
// compiled code, shapes of objects or a heap with the others.
import { join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { credentialMaker, NOW } from './credentials.mjs'
import { reference } from './reference.mjs'
import { timed } from './timing.mjs'

const { root, task, size, seed, isReference } = JSON.parse(process.argv[2])
const load = (path) => import(pathToFileURL(join(root, 'dist', path)).href)
const build = await load('index.js')
const { signCredential, verifyCredential } = build
const { generateKeyPair } = await load('keys.js')

const keyOf = (number) => generateKeyPair({ seed: new Uint8Array(32).fill(number % 256) })
const key = await keyOf(seed)
const make = await credentialMaker(size, key, await keyOf(seed + 1), seed, build)
const theirs = isReference ? await reference(await key.exportSecret()) : undefined

const assertVerified = ({ verified, problems, error }) => {
  if (!verified) throw error ?? new Error(`A credential of the benchmark does not verify: ${JSON.stringify(problems)}`)
}
const run = {
  sign: theirs ? theirs.sign : (badge) => signCredential(badge, key),
  verify: theirs
    ? async (badge) => assertVerified(await theirs.verify(badge))
    : async (badge) => assertVerified(await verifyCredential(badge, { now: NOW })),
}[task]

let next = 0
async function prepare(count) {
  const badges = []
  for (let i = 0; i < count; i++) {
    const badge = make(next++)
    const ready = task === 'sign' ? badge : await signCredential(badge, key, { now: NOW })
    // The reference writes into what it is given.
    badges.push(theirs ? structuredClone(ready) : ready)
  }
  return badges
}

process.on('message', async ({ count, skip = 0, collect = true }) => {
  const inputs = await prepare(count + skip)
  if (collect) globalThis.gc?.()
  await timed({ run }, inputs.slice(0, skip))
  process.send(await timed({ run }, inputs.slice(skip)))
})
process.on('disconnect', () => process.exit())
process.send('ready')
