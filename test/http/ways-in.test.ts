import { describe, expect, onTestFinished, test } from 'vitest'
import { freshStorage, presentKinds, type StorageKind } from '../adapters/storage/storages.js'
import { dump } from '../service/service.js'
import type { Answer } from './client.js'
import { offerTo, signIn, type TestSite, testSite } from './site.js'

const KIM = 'kim@learner.example'
const THIEF = 'thief@evil.example'
const MINUTE = 60_000
const DAY = 86_400_000

async function siteOn(kind: StorageKind): Promise<TestSite> {
  const fresh = await freshStorage(kind)
  const storage = await fresh.open()
  onTestFinished(async () => {
    await storage.close()
    await fresh.remove()
  })
  return testSite({ auth: { identify: async () => null } }, { storage })
}

const linkIn = (text: string, path: string): string => new RegExp(`/${path}/\\w{3}_[\\w-]{43}`).exec(text)?.[0] ?? ''

/** The newest mail to an address with a link of this kind; empty if there is none. */
async function linkTo(site: TestSite, address: string, path: string): Promise<string> {
  await site.service.mail.deliver()
  const texts = site.sent.filter(({ to }) => to.address === address)
  return texts.map(({ text }) => linkIn(text, path)).findLast((link) => link !== '') ?? ''
}

async function signedIn(site: TestSite, address: string) {
  const visitor = site.visitor()
  await site.service.mail.deliver()
  // Of a mailbox that nothing is known of, no mail goes out.
  if (!site.sent.some(({ to }) => to.address === address)) await offerTo(site, address)
  await signIn(site, visitor, address)
  return visitor
}

type Visitor = Awaited<ReturnType<typeof signedIn>>

/** Only the form with exactly this action: that to add an address begins like that to remove one. */
const press = (visitor: Visitor, page: Answer, action: string, values: Record<string, string>) => {
  const text = action.endsWith('/addresses') ? page.text.replaceAll('/addresses/remove', '/others') : page.text
  return visitor.submit({ ...page, text }, action, values)
}

const post = async (visitor: Visitor, action: string, values: Record<string, string> = {}) =>
  press(visitor, await visitor.get('/account'), action, values)

/** Adds an address to the account of a visitor, whose owner presses the link. */
async function add(site: TestSite, visitor: Visitor, address: string) {
  expect((await post(visitor, '/account/addresses', { email: address })).status).toBe(303)
  const pressed = site.visitor()
  await pressed.submit(await pressed.get(await linkTo(site, address, 'address')), '/address/')
}

const remove = (visitor: Visitor, email: string) => post(visitor, '/addresses/remove', { email })

const idOf = async (site: TestSite, address: string): Promise<string> => {
  const visitor = await signedIn(site, address)
  const { person } = JSON.parse((await visitor.get('/account/export.json')).text)
  return person.id
}

const addressesOf = async (site: TestSite, personId: string) =>
  (await site.service.people.get(personId))?.emails.map(({ email }) => email)

/** Somebody got into the account of Kim a while after it began, has added an address, and removes the owner's. */
async function takenOver(site: TestSite) {
  const kim = await signedIn(site, KIM)
  const personId = await idOf(site, KIM)
  site.clock.pass(100 * DAY)
  const thief = await signedIn(site, KIM)
  await add(site, thief, THIEF)
  site.clock.pass(MINUTE)
  expect((await remove(thief, KIM)).status).toBe(303)
  expect(await addressesOf(site, personId)).toEqual([THIEF])
  return { kim, thief, personId }
}

describe.each(presentKinds(['memory', 'sqlite', 'postgres']))('the ways into an account, on %s', (kind) => {
  test('anybody who removes the address of the owner cannot keep the account: a mailed link brings it back', async () => {
    const site = await siteOn(kind)
    const { thief, personId } = await takenOver(site)
    // The one who did it stays signed in; every other session is over.
    expect((await thief.get('/account')).status).toBe(200)
    site.clock.pass(29 * DAY)
    const again = await signedIn(site, THIEF)
    const link = await linkTo(site, KIM, 'bring-back')
    const owner = site.visitor()
    const page = await owner.get(link)
    expect([page.status, page.headers.get('referrer-policy')]).toEqual([200, 'no-referrer'])
    expect((await again.get('/account')).status).toBe(200)
    const back = await owner.follow(await owner.submit(page, '/bring-back/'))
    expect([back.status, back.text.includes(KIM), back.text.includes(THIEF)]).toEqual([200, true, false])
    for (const shut of [thief, again]) expect((await shut.get('/account')).status).toBe(401)
    expect(await addressesOf(site, personId)).toEqual([KIM])
    await offerTo(site, THIEF)
    expect(await idOf(site, THIEF)).not.toBe(personId)
    expect((await owner.get(link)).status).toBe(404)
    expect(site.defects).toEqual([])
  })

  test('of two who drive each other out, the one who was there first wins', async () => {
    const site = await siteOn(kind)
    const kim = await signedIn(site, KIM)
    site.clock.pass(DAY)
    const again = await signedIn(site, KIM)
    await add(site, again, THIEF)
    expect((await remove(again, THIEF)).status).toBe(303)
    expect(await linkTo(site, THIEF, 'bring-back')).toBe('')
    await site.service.mail.deliver()
    expect(site.sent.filter(({ to }) => to.address === THIEF)).toHaveLength(2)
    expect((await kim.get('/account')).status).toBe(401)
    expect((await again.get('/account')).status).toBe(200)
  })

  test('an address that was long in another account came last in this one', async () => {
    const site = await siteOn(kind)
    await signedIn(site, THIEF)
    site.clock.pass(100 * DAY)
    await signedIn(site, KIM)
    const personId = await idOf(site, KIM)
    site.clock.pass(DAY)
    const thief = await signedIn(site, KIM)
    await add(site, thief, THIEF)
    await remove(thief, KIM)
    const owner = site.visitor()
    await owner.submit(await owner.get(await linkTo(site, KIM, 'bring-back')), '/bring-back/')
    expect(await addressesOf(site, personId)).toEqual([KIM])
  })

  test('one who is driven out has no address under way either', async () => {
    const site = await siteOn(kind)
    await signedIn(site, KIM)
    site.clock.pass(DAY)
    const thief = await signedIn(site, KIM)
    const personId = await idOf(site, KIM)
    await add(site, thief, THIEF)
    await post(thief, '/account/addresses', { email: 'second@evil.example' })
    const link = await linkTo(site, 'second@evil.example', 'address')
    const kim = await signedIn(site, KIM)
    const removed = await remove(kim, THIEF)
    expect([removed.status, removed.headers.get('location')]).toEqual([303, '/app/account?note=addressRemoved'])
    expect(link).not.toBe('')
    expect((await site.visitor().get(link)).status).toBe(404)
    expect(await addressesOf(site, personId)).toEqual([KIM])
  })

  test('an address that has been there for a month comes back too, though it came later', async () => {
    const site = await siteOn(kind)
    const kim = await signedIn(site, KIM)
    const personId = await idOf(site, KIM)
    await add(site, kim, 'kim@home.example')
    site.clock.pass(31 * DAY)
    const later = await signedIn(site, KIM)
    await remove(later, 'kim@home.example')
    const owner = site.visitor()
    await owner.submit(await owner.get(await linkTo(site, 'kim@home.example', 'bring-back')), '/bring-back/')
    expect(await addressesOf(site, personId)).toEqual([KIM, 'kim@home.example'])
  })

  test('the link works for 30 days', async () => {
    const site = await siteOn(kind)
    const { personId } = await takenOver(site)
    const link = await linkTo(site, KIM, 'bring-back')
    site.clock.pass(30 * DAY + MINUTE)
    expect((await site.visitor().get(link)).status).toBe(404)
    await expect(site.service.people.restoreEmail({ token: link.slice('/bring-back/'.length) })).rejects.toMatchObject({
      code: 'ERR_TOKEN_EXPIRED',
    })
    expect(await addressesOf(site, personId)).toEqual([THIEF])
  })

  test('an owner who has signed in before pressing the link gets the account, and nobody else does', async () => {
    const site = await siteOn(kind)
    const { personId } = await takenOver(site)
    const link = await linkTo(site, KIM, 'bring-back')
    const owner = await signedIn(site, KIM)
    expect(await idOf(site, KIM)).not.toBe(personId)
    // The mailbox may have another owner by now, and the link may lie with the one before.
    const stranger = site.visitor()
    expect((await stranger.submit(await stranger.get(link), '/bring-back/')).status).toBe(403)
    const other = await signedIn(site, 'lee@learner.example')
    expect((await other.submit(await other.get(link), '/bring-back/')).status).toBe(403)
    expect(await addressesOf(site, personId)).toEqual([THIEF])
    const back = await owner.follow(await owner.submit(await owner.get(link), '/bring-back/'))
    expect([back.status, back.text.includes(KIM)]).toEqual([200, true])
    expect(await idOf(site, KIM)).toBe(personId)
  })

  test('a recovery by a removed address finds the account, and what it brings is as old as that address', async () => {
    const site = await siteOn(kind)
    await signedIn(site, KIM)
    const personId = await idOf(site, KIM)
    const [code = ''] = await site.service.people.createRecoveryCodes(personId)
    const { thief } = await takenOver(site)
    await site.service.people.recover({ email: KIM, code, newEmail: 'kim@new.example' })
    const owner = site.visitor()
    await owner.submit(await owner.get(await linkTo(site, 'kim@new.example', 'recovery')), '/recovery/')
    expect((await thief.get('/account')).status).toBe(401)
    expect(await addressesOf(site, personId)).toEqual([THIEF, 'kim@new.example'])
    const back = await signedIn(site, THIEF)
    await remove(back, 'kim@new.example')
    expect(await linkTo(site, 'kim@new.example', 'bring-back')).not.toBe('')
  })

  test('recovery codes that a thief makes while the owner comes back work no longer', async () => {
    const site = await siteOn(kind)
    await signedIn(site, KIM)
    const personId = await idOf(site, KIM)
    const { people } = site.service
    const [code = '', second = ''] = await people.createRecoveryCodes(personId)
    await people.recover({ email: KIM, code, newEmail: 'kim@new.example' })
    const [theirs = ''] = await people.createRecoveryCodes(personId)
    const owner = site.visitor()
    await owner.submit(await owner.get(await linkTo(site, 'kim@new.example', 'recovery')), '/recovery/')
    for (const lost of [theirs, second]) await people.recover({ email: KIM, code: lost, newEmail: THIEF })
    expect(await linkTo(site, THIEF, 'recovery')).toBe('')
  })

  test('a recovery leaves the other codes as they are', async () => {
    const site = await siteOn(kind)
    await signedIn(site, KIM)
    const { people } = site.service
    const [code = '', second = ''] = await people.createRecoveryCodes(await idOf(site, KIM))
    await people.recover({ email: KIM, code, newEmail: 'kim@new.example' })
    const owner = site.visitor()
    await owner.submit(await owner.get(await linkTo(site, 'kim@new.example', 'recovery')), '/recovery/')
    await people.recover({ email: KIM, code: second, newEmail: 'kim@newer.example' })
    expect(await linkTo(site, 'kim@newer.example', 'recovery')).not.toBe('')
  })

  test('every change of the ways in asks for a sign-in of the last quarter of an hour', async () => {
    const site = await siteOn(kind)
    const kim = await signedIn(site, KIM)
    await add(site, kim, 'kim@home.example')
    const page = await kim.get('/account')
    site.clock.pass(16 * MINUTE)
    const old: [string, Record<string, string>][] = [
      ['/account/addresses', { email: THIEF }],
      ['/account/addresses/remove', { email: KIM }],
      ['/account/recovery', {}],
      ['/account/erase', { confirm: 'yes' }],
    ]
    for (const [action, values] of old) {
      const answer = await press(kim, page, action, values)
      expect([action, answer.status, answer.text.includes('sign in again')]).toEqual([action, 403, true])
    }
    const now = await kim.get('/account')
    expect([now.status, now.text.includes('/addresses/remove'), now.text.includes('sign in again')]).toEqual([
      200,
      false,
      true,
    ])
    const personId = JSON.parse((await kim.get('/account/export.json')).text).person.id
    expect(await addressesOf(site, personId)).toEqual([KIM, 'kim@home.example'])
    expect((await kim.submit(page, '/account/profile', { name: 'Kim' })).status).toBe(303)
    await signIn(site, kim, KIM)
    expect((await remove(kim, KIM)).status).toBe(303)
    expect(await addressesOf(site, personId)).toEqual(['kim@home.example'])
  })

  test('each of these steps of the service refuses an old sign-in, and takes the word of the host', async () => {
    const site = await siteOn(kind)
    await signedIn(site, KIM)
    const personId = await idOf(site, KIM)
    const { people, privacy } = site.service
    const authenticated = { by: 'link' as const, at: new Date(site.clock.now - 16 * MINUTE).toISOString() }
    const steps: ((more: { authenticated?: typeof authenticated }) => Promise<unknown>)[] = [
      (more) => people.addEmail({ personId, email: 'kim@home.example', ...more }),
      (more) => people.createRecoveryCodes(personId, more.authenticated),
      (more) => privacy.erase({ personId, ...more }),
    ]
    for (const step of steps)
      await expect(step({ authenticated })).rejects.toMatchObject({ code: 'ERR_AUTHENTICATION_NEEDED' })
    await expect(people.removeEmail({ personId, email: KIM, authenticated })).rejects.toMatchObject({
      code: 'ERR_AUTHENTICATION_NEEDED',
    })
    for (const step of steps) await step({})
  })

  test('every address hears of an address that is added or removed, of a recovery and of new codes', async () => {
    const site = await siteOn(kind)
    const kim = await signedIn(site, KIM)
    const heard = async () => {
      await site.service.mail.deliver()
      return site.sent.filter(({ to, subject }) => to.address === KIM && subject === 'Your account was changed').length
    }
    await add(site, kim, 'kim@home.example')
    expect(await heard()).toBe(1)
    await post(kim, '/account/recovery')
    expect(await heard()).toBe(2)
    await remove(kim, 'kim@home.example')
    expect(await heard()).toBe(3)
  })

  test('signing in again leaves no earlier session behind that signing out does not end', async () => {
    const site = await siteOn(kind)
    const kim = await signedIn(site, KIM)
    const stolen = site.visitor()
    for (const [name, value] of kim.jar) stolen.jar.set(name, value)
    await signIn(site, kim, KIM)
    expect((await stolen.get('/account')).status).toBe(401)
    expect((await kim.get('/account')).status).toBe(200)
  })

  test('an erasure leaves nothing of an address that was removed before', async () => {
    const site = await siteOn(kind)
    const { thief } = await takenOver(site)
    const link = await linkTo(site, KIM, 'bring-back')
    await post(thief, '/account/erase', { confirm: 'yes' })
    expect((await site.visitor().get(link)).status).toBe(404)
    const kept = (await dump(site.storage)).split('\n')
    expect(
      kept.filter((line) => /"restore"|"address-removed"|"account-changed"/.test(line) && !line.includes('"to":""')),
    ).toEqual([])
    expect(kept.filter((line) => line.startsWith('tokens') && line.includes('bring-back'))).toEqual([])
  })
})
