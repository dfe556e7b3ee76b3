import { describe, expect, test } from 'vitest'
import type { StorageAdapter } from '../../src/service/index.js'
import { freshStorage, presentKinds } from '../adapters/storage/storages.js'
import type { browser } from './client.js'
import { post } from './passkeys.js'
import { apiCaller, offerTo, signIn, type TestSite, testSite } from './site.js'

type Visitor = ReturnType<typeof browser>
const KIM = 'kim@learner.example'
const owner = [{ role: 'owner' }] as const

const linkIn = async (site: TestSite, email: string, prefix: string): Promise<string> =>
  new RegExp(`/(sign-in|address|recovery|guardian)/${prefix}_[\\w-]{43}`).exec((await site.mailTo(email)).text)?.[0] ??
  ''

const open = (storage?: StorageAdapter) =>
  testSite({ auth: { identify: async () => null } }, storage === undefined ? {} : { storage })

/** Somebody is in, and links are on their way, at the moment of the backup. */
async function begun() {
  const site = await open()
  const { staff, people } = site.service
  const ola = await staff.add({ email: 'ola@acme.example', name: 'Ola', grants: owner, invite: false })
  const [kim, tab, colleague] = [site.visitor(), site.visitor(), site.visitor()]
  const { badge, path } = await offerTo(site)
  await post(tab, path, { do: 'claim' })
  await signIn(site, kim)
  // Signing in has ended the session of the badge.
  const other = await offerTo(site)
  await post(tab, other.path, { do: 'claim' })
  await post(colleague, `/staff/sign-in/${(await staff.createSignInLink({ staffId: ola.id })).token}`)
  const personId = (await site.service.get(badge.id))?.personId ?? ''
  const [code = ''] = await people.createRecoveryCodes(personId)
  await people.sendLinks({ email: KIM })
  const links = { signIn: await linkIn(site, KIM, 'log') }
  await people.addEmail({ personId, email: 'kim@home.example' })
  await people.recover({ email: KIM, code, newEmail: 'kim@new.example' })
  const entries = {
    ...links,
    address: await linkIn(site, 'kim@home.example', 'adr'),
    recovery: await linkIn(site, 'kim@new.example', 'rcv'),
    colleague: `/staff/sign-in/${(await staff.createSignInLink({ staffId: ola.id })).token}`,
  }
  const offer = (await offerTo(site, 'sam@learner.example')).path
  const program = (await staff.createToken({ name: 'LMS', grants: owner })).token
  const guardian = { email: 'parent@home.example', until: '2030-01-01' }
  await site.service.guardians.name({ email: 'lea@learner.example', guardian })
  const parent = await linkIn(site, 'parent@home.example', 'grd')
  const parts: { name: string; bytes: Uint8Array }[] = []
  for await (const part of await site.service.backup.read()) parts.push(part)
  return { site, kim, tab, colleague, badgeId: other.badge.id, entries, offer, program, parent, parts }
}

/** The same browser at another site. */
const at = (site: TestSite, { jar }: Visitor): Visitor => {
  const visitor = site.visitor()
  for (const [name, value] of jar) visitor.jar.set(name, value)
  return visitor
}

/** What of it works. */
async function works(site: TestSite, { kim, tab, colleague, badgeId, entries }: Awaited<ReturnType<typeof begun>>) {
  const status = async (visitor: Visitor, path: string) => (await visitor.get(path)).status
  const found = {
    session: await status(at(site, kim), '/mine'),
    badge: await status(at(site, tab), `/b/${badgeId}`),
    staff: await status(at(site, colleague), '/issuer'),
  }
  const links: Record<string, number> = {}
  for (const [name, path] of Object.entries(entries)) {
    links[name] = await status(site.visitor(), path)
    links[`${name}, pressed`] = (await post(site.visitor(), path)).status
  }
  return { ...found, ...links }
}

const nothing = {
  session: 401,
  badge: 404,
  staff: 401,
  signIn: 404,
  'signIn, pressed': 410,
  address: 404,
  'address, pressed': 410,
  recovery: 404,
  'recovery, pressed': 410,
  colleague: 404,
  'colleague, pressed': 410,
}
const everything = {
  session: 200,
  badge: 200,
  staff: 200,
  signIn: 200,
  'signIn, pressed': 303,
  address: 200,
  'address, pressed': 200,
  recovery: 200,
  'recovery, pressed': 303,
  colleague: 200,
  'colleague, pressed': 303,
}

describe.each(presentKinds(['memory', 'sqlite', 'postgres']))(
  'a backup that is restored into %s',
  { timeout: 60_000 },
  (kind) => {
    async function restored(sendWaiting: boolean) {
      const before = await begun()
      const fresh = await freshStorage(kind)
      const storage = await fresh.open()
      const site = await open(storage)
      async function* parts() {
        yield* before.parts
      }
      await site.service.backup.restore({ parts: parts(), sendWaiting })
      return {
        before,
        site,
        async end() {
          await storage.close()
          await fresh.remove()
        },
      }
    }

    test('lets nobody in who was in: a session may have been ended since, and a link used', async () => {
      const { before, site, end } = await restored(false)
      expect(await works(site, before)).toEqual(nothing)
      expect(site.defects).toEqual([])
      await end()
    })

    test('the twin: offers, tokens of programs and the links of guardians work, and who was in signs in again', async () => {
      const { before, site, end } = await restored(false)
      expect((await post(site.visitor(), before.offer, { do: 'claim' })).status).toBe(303)
      expect((await apiCaller(site, before.program)('GET', '/api/badges')).status).toBe(200)
      expect((await site.visitor().get(before.parent)).status).toBe(200)
      const kim = site.visitor()
      await signIn(site, kim)
      expect((await kim.get('/mine')).status).toBe(200)
      await end()
    })

    test('the twin: of a server that did nothing since, all of it goes on', async () => {
      const { before, site, end } = await restored(true)
      expect(await works(site, before)).toEqual(everything)
      await end()
    })
  },
)
