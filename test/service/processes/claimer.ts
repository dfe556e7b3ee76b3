/** Claims one link many times at once, when it is told to, and prints what became of each try. */
import { createInterface } from 'node:readline'
import { createBadgeService } from '../../../src/service/index.js'
import { testKey } from '../../support/badge.js'
import { START } from '../clock.js'
import { openPlace } from './open-place.js'

const { place, token, tries } = JSON.parse(process.argv[2] ?? '{}')
const storage = await openPlace(place)
const service = createBadgeService({
  signer: await testKey(),
  storage,
  baseUrl: 'https://badges.example/app',
  clock: () => new Date(START),
})
console.log('ready')
for await (const _ of createInterface({ input: process.stdin })) break
const outcomes = await Promise.all(
  Array.from({ length: tries }, () =>
    service.claims.claim({ token }).then(
      () => 'claimed',
      (error) => error.code ?? String(error),
    ),
  ),
)
console.log(JSON.stringify(outcomes))
await storage.close()
process.stdin.destroy()
