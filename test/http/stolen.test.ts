import { expect, test } from 'vitest'
import { memoryStorage } from '../../src/adapters/storage/memory.js'
import { draft, type TestSite, testSite } from './site.js'

const THIEF = 'thief@evil.example'
const auth = { identify: async () => null }

/** What is in the outbox of a copy, as if all of it were to be sent to somebody else. */
function turned(line: string): string {
  const record = JSON.parse(line)
  if (record.collection !== 'outbox') return line
  return JSON.stringify({ ...record, due: 0, value: { ...record.value, state: 'queued', to: THIEF } })
}

/**
 * Somebody has a copy of everything, secrets too, and a service of their own that writes the mails once more. The links in
 * them are tried at the real site.
 */
async function linksOfCopy(site: TestSite): Promise<string[]> {
  const storage = memoryStorage()
  const copy = await testSite({ auth }, { storage, signer: site.service.options.signer })
  const changes = []
  for await (const { name, bytes } of await site.service.backup.read()) {
    if (!name.startsWith('records/')) continue
    for (const line of new TextDecoder().decode(bytes).trimEnd().split('\n')) {
      const { collection, key, value, indexes, due } = JSON.parse(turned(line))
      // The copy has written down its issuer itself.
      if (collection === 'issuers') continue
      changes.push({ collection, key, value, expectedVersion: 0, indexes, ...(due === undefined ? {} : { due }) })
    }
  }
  await storage.commit(changes)
  copy.clock.now = site.clock.now
  await copy.service.mail.deliver({ n: 100 })
  expect(copy.sent.length).toBeGreaterThan(0)
  return copy.sent.flatMap(({ text }) => text.match(/\/[a-z]+(-[a-z]+)?(\/sign-in)?\/[a-z]{3}_[\w-]{43}/g) ?? [])
}

const opens = async (site: TestSite, links: readonly string[]): Promise<string[]> => {
  const open: string[] = []
  for (const link of links) {
    const path = link.replace(/^\/app/, '')
    if ((await site.visitor().get(path)).status === 200) open.push(path.replace(/_.*/, ''))
  }
  return [...new Set(open)].sort()
}

/** Mails of every kind that carry a link which lets somebody in, or decide. */
async function mailed() {
  const site = await testSite({ auth }, { storage: memoryStorage() })
  const { service } = site
  await service.issue({ draft, recipient: { email: 'kim@learner.example' } })
  await service.staff.add({ email: 'ola@acme.example', name: 'Ola', grants: [{ role: 'owner' }] })
  await service.people.sendLinks({ email: 'kim@learner.example' })
  const guardian = { email: 'parent@home.example', until: '2030-01-01' }
  await service.issue({ draft, recipient: { email: 'lea@learner.example', guardian } })
  return site
}
const kinds = ['/claim/clm', '/guardian/grd', '/sign-in/log', '/staff/sign-in/stl']

test('from a copy of everything no link follows that was mailed before', async () => {
  const site = await mailed()
  await site.service.mail.deliver()
  const real = site.sent.flatMap(({ text }) => text.match(/\/[a-z]+(\/sign-in)?\/[a-z]{3}_[\w-]{43}/g) ?? [])
  expect(await opens(site, real)).toEqual(kinds)
  expect(await opens(site, await linksOfCopy(site))).toEqual([])
})

test('the twin: what had not been sent is written with links that work, as after a crash', async () => {
  const site = await mailed()
  expect(await opens(site, await linksOfCopy(site))).toEqual(kinds)
})
