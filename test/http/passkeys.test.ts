import { afterAll, describe, expect, test } from 'vitest'
import { freshStorage, presentKinds } from '../adapters/storage/storages.js'
import type { Mischief } from '../support/authenticator.js'
import { attribute, elements } from './client.js'
import {
  addPasskey,
  device,
  enter,
  formKey,
  isIn,
  optionsFrom,
  passkeySite,
  personOf,
  post,
  signIn,
  type Visitor,
  withPasskey,
} from './passkeys.js'
import { offerTo, testSite } from './site.js'

const MINUTE = 60_000
const KIM = 'kim@learner.example'

const stored = async (site: Awaited<ReturnType<typeof passkeySite>>, collection: string) =>
  (await site.storage.query({ collection, limit: 1000 })).records

const kindsOfEvents = async (site: Awaited<ReturnType<typeof passkeySite>>, personId: string) =>
  (await stored(site, 'events')).flatMap(({ value }) => (value.subject === `person:${personId}` ? [value.type] : []))

describe.each(presentKinds(['memory', 'sqlite', 'postgres']))('on %s', { timeout: 60_000 }, (kind) => {
  const closing: (() => Promise<unknown>)[] = []
  afterAll(async () => {
    for (const close of closing) await close()
  })
  const open = async () => {
    const fresh = await freshStorage(kind)
    const storage = await fresh.open()
    closing.push(async () => {
      await storage.close()
      await fresh.remove()
    })
    return passkeySite({ storage })
  }

  test.each(['P-256', 'Ed25519'] as const)('a learner adds a passkey on %s, and signs in with it', async (curve) => {
    const site = await open()
    const { added, fresh, authenticator } = await withPasskey(site, KIM, curve)
    expect([added.status, added.headers.get('location')]).toEqual([303, '/app/account?note=passkeyAdded'])
    const answer = await enter(fresh, authenticator)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/app/mine'])
    const [cookie = ''] = answer.headers.getSetCookie().filter((line) => line.startsWith('__Host-badges-session='))
    expect(cookie).toMatch(
      /^__Host-badges-session=ses_[\w-]{43}; Path=\/; HttpOnly; Max-Age=43200; SameSite=Lax; Secure$/,
    )
    const page = await fresh.get('/account')
    expect(page.text).toContain(KIM)
    expect(page.text).toContain('My phone')
    expect(await kindsOfEvents(site, await personOf(site))).toEqual([
      'email-verified',
      'passkey-added',
      'passkey-signed-in',
    ])
    expect(site.defects).toEqual([])
  })

  test('an answer counts once: of two at the same moment one signs in, and none after', async () => {
    const site = await open()
    const { fresh, authenticator } = await withPasskey(site)
    const options = await optionsFrom(fresh, '/sign-in/passkey/options')
    const answer = JSON.stringify(authenticator.get(options))
    const form = await formKey(fresh)
    const send = () =>
      fresh.send('/app/sign-in/passkey', { method: 'POST', body: new URLSearchParams({ form, answer }) })
    const both = await Promise.all([send(), send()])
    expect(both.map(({ status }) => status).toSorted()).toEqual([303, 422])
    expect((await send()).status).toBe(422)
    expect(await stored(site, 'tokens')).not.toContainEqual(
      expect.objectContaining({ value: expect.objectContaining({ purpose: 'passkey-sign-in' }) }),
    )
    expect(site.defects).toEqual([])
  })

  test('of two accounts that add the same passkey at the same moment one has it', async () => {
    const site = await open()
    const [kim, lee] = [site.visitor(), site.visitor()]
    await signIn(site, kim)
    await signIn(site, lee, 'lee@learner.example')
    const id = new Uint8Array(32).fill(7)
    const both = await Promise.all([addPasskey(kim, device(), { id }), addPasskey(lee, device(), { id })])
    expect(both.map(({ status }) => status).toSorted()).toEqual([303, 422])
    expect(await stored(site, 'passkeys')).toHaveLength(1)
    expect(site.defects).toEqual([])
  })

  test('challenges that nobody answered go by themselves', async () => {
    const site = await open()
    const visitor = site.visitor()
    for (let i = 0; i < 3; i++) await optionsFrom(visitor, '/sign-in/passkey/options')
    expect(await stored(site, 'tokens')).toHaveLength(3)
    site.clock.pass(5 * MINUTE)
    await site.service.tick()
    expect(await stored(site, 'tokens')).toEqual([])
  })
})

describe('what is no sound answer signs nobody in', () => {
  const evil: Readonly<Record<string, Mischief>> = {
    'another origin': { origin: 'https://badges.example.evil.example' },
    'the same host over http': { origin: 'http://badges.example' },
    'another port': { origin: 'https://badges.example:8443' },
    'another relying party': { rpId: 'evil.example' },
    'a domain above that was not named': { rpId: 'example' },
    'a frame of another site': { crossOrigin: true },
    'the signature of a registration': { type: 'webauthn.create' },
    'nobody verified': { flags: 1 },
    'nobody present': { flags: 4 },
    'no flags': { flags: 0 },
    'a tampered signature': {
      signature: (given) => given.map((byte, i) => (i === given.length - 1 ? byte ^ 1 : byte)),
    },
    'an empty signature': { signature: () => new Uint8Array() },
    'a challenge of somebody else': { challenge: 'AAAA' },
    'a counter that went back': { counter: 1 },
    'a counter that stayed': { counter: 2 },
    'a counter of zero': { counter: 0 },
    'no user handle': { userHandle: null },
    'the user handle of nobody': { userHandle: 'AAAA' },
    'a passkey that nobody has': { id: new Uint8Array(32) },
  }
  test.each(Object.entries(evil))('%s', async (_, mischief) => {
    const site = await passkeySite()
    const { fresh, authenticator } = await withPasskey(site)
    // Counts 2, so that a counter can go back.
    expect((await enter(site.visitor(), authenticator)).status).toBe(303)
    const before = await stored(site, 'passkeys')
    const answer = await enter(fresh, authenticator, mischief)
    expect(answer.status, answer.text.slice(0, 500)).toBe(422)
    expect(answer.text).toContain('The passkey was not accepted.')
    expect(await isIn(fresh)).toBe(false)
    expect(await stored(site, 'passkeys')).toEqual(before)
    // The same browser and the same device, with nothing wrong.
    expect((await enter(fresh, authenticator)).status).toBe(303)
    expect(await isIn(fresh)).toBe(true)
    expect(site.defects).toEqual([])
  })

  test('a device that does not count stays at zero', async () => {
    const site = await passkeySite()
    const visitor = site.visitor()
    await signIn(site, visitor)
    const authenticator = device(false)
    await addPasskey(visitor, authenticator)
    for (let i = 0; i < 2; i++) expect((await enter(site.visitor(), authenticator)).status).toBe(303)
  })

  test('a counter that went back is in the log', async () => {
    const site = await passkeySite()
    const { fresh, authenticator } = await withPasskey(site)
    await enter(fresh, authenticator, { counter: 1 })
    expect(await kindsOfEvents(site, await personOf(site))).toEqual([
      'email-verified',
      'passkey-added',
      'passkey-refused',
    ])
  })

  test('a challenge is too old after five minutes, and not before', async () => {
    const site = await passkeySite()
    const { fresh, authenticator } = await withPasskey(site)
    const answerAfter = async (milliseconds: number) => {
      const answer = JSON.stringify(authenticator.get(await optionsFrom(fresh, '/sign-in/passkey/options')))
      site.clock.pass(milliseconds)
      return (await post(fresh, '/sign-in/passkey', { answer })).status
    }
    expect(await answerAfter(5 * MINUTE)).toBe(422)
    expect(await answerAfter(5 * MINUTE - 1)).toBe(303)
  })

  test('the challenge of another browser', async () => {
    const site = await passkeySite()
    const { fresh, authenticator } = await withPasskey(site)
    const options = await optionsFrom(fresh, '/sign-in/passkey/options')
    const answer = JSON.stringify(authenticator.get(options))
    const other = site.visitor()
    expect((await post(other, '/sign-in/passkey', { answer })).status).toBe(422)
    expect(await isIn(other)).toBe(false)
    // Whoever has seen it has not used it up either.
    expect((await post(fresh, '/sign-in/passkey', { answer })).status).toBe(303)
  })

  test('a challenge for adding a passkey signs nobody in, and one for signing in adds none', async () => {
    const site = await passkeySite()
    const { visitor, fresh, authenticator } = await withPasskey(site)
    const add = await optionsFrom(visitor, '/account/passkeys/options')
    const wrong = await post(visitor, '/sign-in/passkey', { answer: JSON.stringify(authenticator.get(add)) })
    expect(wrong.status).toBe(422)
    const enterOptions = await optionsFrom(visitor, '/sign-in/passkey/options')
    const made = device().create({ ...add, challenge: enterOptions.challenge })
    expect((await post(visitor, '/account/passkeys', { answer: JSON.stringify(made) })).status).toBe(422)
    expect(await stored(site, 'passkeys')).toHaveLength(1)
    expect((await enter(fresh, authenticator)).status).toBe(303)
  })

  test.each<[string, string]>([
    ['nothing', ''],
    ['no JSON', '{'],
    ['a list', '[]'],
    ['an empty object', '{}'],
    ['a response that is a text', '{"id":"AAAA","response":"x"}'],
    ['client data that is no text', '{"id":"AAAA","response":{"clientDataJSON":7}}'],
    ['client data that is no base64url', '{"id":"AAAA","response":{"clientDataJSON":"+++"}}'],
    ['client data that is no JSON', '{"id":"AAAA","response":{"clientDataJSON":"AAAA"}}'],
    ['deep JSON', `${'{"a":'.repeat(500)}1${'}'.repeat(500)}`],
    ['a name twice', '{"id":"AAAA","id":"BBBB","response":{}}'],
    ['a prototype', '{"id":"AAAA","__proto__":{"response":{}}}'],
    ['more than any answer', JSON.stringify({ id: 'AAAA', response: { clientDataJSON: 'A'.repeat(40_000) } })],
  ])('%s', async (_, answer) => {
    const site = await passkeySite()
    const { visitor } = await withPasskey(site)
    const before = await stored(site, 'passkeys')
    expect((await post(site.visitor(), '/sign-in/passkey', { answer })).status).toBe(422)
    expect((await post(visitor, '/account/passkeys', { answer })).status).toBe(422)
    expect(await stored(site, 'passkeys')).toEqual(before)
    expect(site.defects).toEqual([])
  })
})

describe('what is no sound passkey is not added', () => {
  const certificate = new Map<string, number | Uint8Array | readonly Uint8Array[]>([
    ['alg', -7],
    ['sig', new Uint8Array(70)],
    ['x5c', [new Uint8Array(400)]],
  ])
  test.each<[string, Mischief]>([
    ['another origin', { origin: 'https://evil.example' }],
    ['another relying party', { rpId: 'evil.example' }],
    ['a frame of another site', { crossOrigin: true }],
    ['the answer of a sign-in', { type: 'webauthn.get' }],
    ['nobody verified', { flags: 1 }],
    ['nobody present', { flags: 4 }],
    ['a challenge of somebody else', { challenge: 'AAAA' }],
    ['an id that is too long', { id: new Uint8Array(1024).fill(3) }],
    ['a key that is none', { publicKey: Uint8Array.of(0xa0) }],
    ['an algorithm that nobody asked for', { publicKey: Uint8Array.of(0xa2, 1, 3, 3, 0x38, 0x25) }],
    ['a certificate', { format: 'packed', statement: certificate }],
    ['the attestation of a chip', { format: 'tpm', statement: certificate }],
    ['an attestation that does not exist', { format: 'badge' }],
    ['nothing with something in it', { statement: new Map([['alg', -7]]) }],
    ['CBOR as deep as it is long', { publicKey: new Uint8Array(6000).fill(0x81) }],
  ])('%s', async (_, mischief) => {
    const site = await passkeySite()
    const visitor = site.visitor()
    await signIn(site, visitor)
    const answer = await addPasskey(visitor, device(), mischief)
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('The passkey could not be added.')
    expect(await stored(site, 'passkeys')).toEqual([])
    expect(site.sent.filter(({ subject }) => subject.includes('passkey'))).toEqual([])
    expect(site.defects).toEqual([])
  })

  test.each<[string, Mischief]>([
    ['one that says nothing of its device', {}],
    ['one that signs for itself', { format: 'packed' }],
    ['one with the longest id', { id: new Uint8Array(1023).fill(3) }],
  ])('the twin: %s', async (_, mischief) => {
    const site = await passkeySite()
    const visitor = site.visitor()
    await signIn(site, visitor)
    expect((await addPasskey(visitor, device(), mischief)).status).toBe(303)
  })

  test('a challenge is answered once, in the browser and the account that it was made for', async () => {
    const site = await passkeySite()
    const [kim, lee] = [site.visitor(), site.visitor()]
    await signIn(site, kim)
    await signIn(site, lee, 'lee@learner.example')
    const answerTo = async () => JSON.stringify(device().create(await optionsFrom(kim, '/account/passkeys/options')))
    const answer = await answerTo()
    expect((await post(lee, '/account/passkeys', { answer })).status).toBe(422)
    expect((await post(kim, '/account/passkeys', { answer })).status).toBe(303)
    expect((await post(kim, '/account/passkeys', { answer })).status).toBe(422)
    // Somebody else has signed in in the meantime, in the same browser.
    const open = await answerTo()
    await signIn(site, kim, 'lee@learner.example')
    expect((await post(kim, '/account/passkeys', { answer: open })).status).toBe(422)
    expect(await stored(site, 'passkeys')).toHaveLength(1)
  })
})

describe('who may', () => {
  test.each(['/account/passkeys/options', '/account/passkeys', '/account/passkeys/rename', '/account/passkeys/remove'])(
    'nobody without an account, and no session of a single badge: %s',
    async (path) => {
      const site = await passkeySite()
      const { path: offer } = await offerTo(site)
      const tab = site.visitor()
      await tab.submit(await tab.get(offer), '/claim/', { do: 'claim' })
      expect([...tab.jar.keys()].some((name) => name.endsWith('claimed'))).toBe(true)
      expect([(await post(tab, path)).status, (await post(site.visitor(), path)).status]).toEqual([401, 401])
      expect(await stored(site, 'passkeys')).toEqual([])
      expect((await stored(site, 'tokens')).filter(({ value }) => value.purpose === 'passkey')).toEqual([])
    },
  )

  test.each(['/sign-in/passkey/options', '/sign-in/passkey', '/account/passkeys/options', '/account/passkeys'])(
    'no page of another site: %s',
    async (path) => {
      const site = await passkeySite()
      const { visitor } = await withPasskey(site)
      const form = await formKey(visitor)
      const send = (fields: Record<string, string>, headers: Record<string, string>) =>
        visitor.send(`/app${path}`, { method: 'POST', body: new URLSearchParams(fields), headers })
      expect((await send({ form }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
      expect((await send({ form }, { origin: 'https://evil.example' })).status).toBe(403)
      expect((await send({}, { 'sec-fetch-site': 'same-origin' })).status).toBe(403)
      expect((await send({ form: 'x' }, { 'sec-fetch-site': 'same-origin' })).status).toBe(403)
      expect((await send({ form }, { 'sec-fetch-site': 'same-origin' })).status).not.toBe(403)
    },
  )

  test('nobody names or removes the passkey of somebody else', async () => {
    const site = await passkeySite()
    await withPasskey(site)
    const lee = site.visitor()
    await signIn(site, lee, 'lee@learner.example')
    const [{ key: passkeyId = '' } = {}] = await stored(site, 'passkeys')
    expect((await post(lee, '/account/passkeys/remove', { passkeyId })).status).toBe(404)
    expect((await post(lee, '/account/passkeys/rename', { passkeyId, name: 'Mine' })).status).toBe(404)
    expect((await stored(site, 'passkeys'))[0]?.value.name).toBe('My phone')
  })

  test('the passkey of one account does not enter another, whatever the device calls it', async () => {
    const site = await passkeySite()
    const kim = await withPasskey(site)
    const lee = await withPasskey(site, 'lee@learner.example')
    const [kims, lees] = [kim.authenticator.passkeys[0], lee.authenticator.passkeys[0]]
    if (kims === undefined || lees === undefined) throw new Error('no passkeys')
    const eve = site.visitor()
    // Signed by the key of Lee, in the name of Kim's passkey or account.
    const userHandle = Buffer.from(kims.userHandle).toString('base64url')
    for (const mischief of [{ id: kims.id, userHandle }, { id: kims.id }, { userHandle }]) {
      expect((await enter(eve, lee.authenticator, mischief)).status).toBe(422)
    }
    expect(await isIn(eve)).toBe(false)
    expect((await enter(eve, lee.authenticator)).status).toBe(303)
    expect((await eve.get('/account')).text).toContain('lee@learner.example')
  })

  test('signing in begins a session of its own: one that was planted is worth nothing', async () => {
    const site = await passkeySite()
    const { visitor, fresh, authenticator } = await withPasskey(site)
    const planted = 'ses_'.padEnd(47, 'A')
    fresh.jar.set('__Host-badges-session', planted)
    await enter(fresh, authenticator)
    const session = fresh.jar.get('__Host-badges-session')
    expect(session).toMatch(/^ses_/)
    expect([planted, visitor.jar.get('__Host-badges-session')]).not.toContain(session)
  })

  test('what others opened with a forwarded link ends', async () => {
    const site = await passkeySite()
    const { fresh, authenticator } = await withPasskey(site)
    const { path, badge } = await offerTo(site)
    const tab = site.visitor()
    await tab.submit(await tab.get(path), '/claim/', { do: 'claim' })
    expect((await tab.get(`/b/${badge.id}`)).status).toBe(200)
    await enter(fresh, authenticator)
    expect((await tab.get(`/b/${badge.id}`)).status).toBe(404)
  })

  test.each<[string, string, string]>([
    ['back to where it was asked', '/app/b/x?y=1', '/app/b/x?y=1'],
    ['not to another site', 'https://evil.example/', '/app/mine'],
    ['not to another site without a scheme', '//evil.example/', '/app/mine'],
    ['not by a backslash', '/\\evil.example/', '/app/mine'],
  ])('it goes on %s', async (_, returnTo, expected) => {
    const site = await passkeySite()
    const { fresh, authenticator } = await withPasskey(site)
    expect((await enter(fresh, authenticator, { returnTo })).headers.get('location')).toBe(expected)
  })
})

describe('on the account', () => {
  const rowsOf = async (visitor: Visitor) =>
    elements((await visitor.get('/account')).text)
      .filter((row) => row.tagName === 'form' && attribute(row, 'action')?.endsWith('/passkeys/remove'))
      .map((row) => row)

  test('passkeys are listed, named, and removed, without a script', async () => {
    const site = await passkeySite()
    const { visitor, authenticator } = await withPasskey(site)
    await addPasskey(visitor, authenticator, { name: '' })
    const page = await visitor.get('/account')
    expect(page.text).toContain('Passkey of January 5, 2026')
    expect(await rowsOf(visitor)).toHaveLength(2)
    await visitor.submit(page, '/account/passkeys/rename', { name: '  <b>Key</b>  ' })
    const renamed = await visitor.get('/account')
    expect(renamed.text).toContain('&lt;b&gt;Key&lt;/b&gt;')
    const answer = await visitor.submit(renamed, '/account/passkeys/remove')
    expect(answer.headers.get('location')).toBe('/app/account?note=passkeyRemoved')
    expect(await rowsOf(visitor)).toHaveLength(1)
    expect(site.defects).toEqual([])
  })

  test.each(['', '   ', 'a\nb', 'x'.repeat(61)])('a name that is none is refused: %j', async (name) => {
    const site = await passkeySite()
    const { visitor } = await withPasskey(site)
    const [{ key: passkeyId = '' } = {}] = await stored(site, 'passkeys')
    expect((await post(visitor, '/account/passkeys/rename', { passkeyId, name })).status).toBe(422)
    expect((await post(visitor, '/account/passkeys/rename', { passkeyId, name: 'x'.repeat(60) })).status).toBe(303)
  })

  test('a removed passkey signs nobody in, and its sessions end; others stay', async () => {
    const site = await passkeySite()
    const { visitor, authenticator, fresh } = await withPasskey(site)
    const other = device()
    site.clock.pass(1000)
    await addPasskey(visitor, other, { name: 'Key' })
    const lasting = site.visitor()
    await enter(fresh, authenticator)
    await enter(lasting, other)
    await visitor.submit(await visitor.get('/account'), '/account/passkeys/remove')
    expect([await isIn(visitor), await isIn(fresh), await isIn(lasting)]).toEqual([true, false, true])
    expect((await enter(fresh, authenticator)).status).toBe(422)
    expect((await enter(fresh, other)).status).toBe(303)
  })

  test('every address hears of it, and nothing that somebody typed is in the mail', async () => {
    const site = await passkeySite()
    const { visitor } = await withPasskey(site)
    await visitor.submit(await visitor.get('/account'), '/account/addresses', { email: 'kim@home.example' })
    const link = /\/address\/adr_[\w-]{43}/.exec((await site.mailTo('kim@home.example')).text)?.[0] ?? ''
    await visitor.submit(await visitor.get(link), '/address/')
    await site.service.mail.deliver()
    await addPasskey(visitor, device(), { name: 'Call 555-1234' })
    await site.service.mail.deliver()
    const added = site.sent.slice(-2)
    expect(added.map(({ to }) => to.address).toSorted()).toEqual(['kim@home.example', KIM])
    expect(new Set(added.map(({ subject }) => subject))).toEqual(new Set(['A passkey was added to your account']))
    for (const { text, html } of added) {
      expect(text).toContain('https://badges.example/app/account')
      expect(text + html).not.toContain('555-1234')
    }
    await visitor.submit(await visitor.get('/account'), '/account/passkeys/remove')
    expect((await site.mailTo(KIM)).subject).toBe('A passkey was removed from your account')
  })

  test('an account has at most twenty', async () => {
    const site = await passkeySite()
    const visitor = site.visitor()
    await signIn(site, visitor)
    for (let i = 0; i < 20; i++) expect((await addPasskey(visitor, device())).status).toBe(303)
    expect((await post(visitor, '/account/passkeys/options')).status).toBe(413)
    expect(await stored(site, 'passkeys')).toHaveLength(20)
  })

  test('a device is told which passkeys there are, and has one entry for the account', async () => {
    const site = await passkeySite()
    const { visitor, authenticator } = await withPasskey(site)
    const options = await optionsFrom(visitor, '/account/passkeys/options')
    const [first] = authenticator.passkeys
    const id = Buffer.from(first?.id ?? []).toString('base64url')
    expect(options.excludeCredentials).toEqual([{ type: 'public-key', id, transports: ['internal'] }])
    expect(options.user).toMatchObject({ id: Buffer.from(first?.userHandle ?? []).toString('base64url'), name: KIM })
    expect(options.authenticatorSelection).toMatchObject({ residentKey: 'required', userVerification: 'required' })
  })
})

describe('a passkey ends with what it is for', () => {
  test('an erasure leaves nothing of it, and an export has it', async () => {
    const site = await passkeySite()
    const { visitor, fresh, authenticator } = await withPasskey(site)
    const personId = await personOf(site)
    const { passkeys } = await site.service.privacy.export(personId)
    expect(passkeys).toMatchObject([{ name: 'My phone', personId, registeredBy: 'link' }])
    expect((await visitor.get('/account/export.json')).text).toContain('My phone')
    await optionsFrom(visitor, '/account/passkeys/options')
    await visitor.submit(await visitor.get('/account'), '/account/erase', { confirm: 'yes' })
    expect(await stored(site, 'passkeys')).toEqual([])
    expect((await stored(site, 'tokens')).filter(({ value }) => value.purpose === 'passkey')).toEqual([])
    expect((await enter(fresh, authenticator)).status).toBe(422)
  })

  test('the first sign-in of the host that merges into the account ends those that were there', async () => {
    const site = await passkeySite()
    const { fresh, authenticator } = await withPasskey(site)
    await site.service.people.fromSession({ subject: 'kim', emails: [KIM] })
    expect(await stored(site, 'passkeys')).toEqual([])
    expect((await enter(fresh, authenticator)).status).toBe(422)
  })

  test('a recovery ends them', async () => {
    const site = await passkeySite()
    const { visitor, fresh, authenticator } = await withPasskey(site)
    const [code = ''] = await site.service.people.createRecoveryCodes(await personOf(site))
    await site.service.people.recover({ email: KIM, code, newEmail: 'kim@new.example' })
    const link = /\/recovery\/rcv_[\w-]{43}/.exec((await site.mailTo('kim@new.example')).text)?.[0] ?? ''
    expect((await enter(site.visitor(), authenticator)).status).toBe(303)
    const back = site.visitor()
    await back.submit(await back.get(link), '/recovery/')
    expect([await isIn(back), await isIn(visitor)]).toEqual([true, false])
    expect((await enter(fresh, authenticator)).status).toBe(422)
  })

  test('an account whose only address goes to another one takes its passkeys along to nowhere', async () => {
    const site = await passkeySite()
    const { fresh, authenticator } = await withPasskey(site)
    const lee = site.visitor()
    await signIn(site, lee, 'lee@learner.example')
    await lee.submit(await lee.get('/account'), '/account/addresses', { email: KIM })
    const link = /\/address\/adr_[\w-]{43}/.exec((await site.mailTo(KIM)).text)?.[0] ?? ''
    await lee.submit(await lee.get(link), '/address/')
    expect(await stored(site, 'passkeys')).toEqual([])
    expect((await enter(fresh, authenticator)).status).toBe(422)
  })

  test('a backup brings it back', async () => {
    const site = await passkeySite()
    const { authenticator } = await withPasskey(site)
    const other = await passkeySite()
    await other.service.backup.restore({ parts: await site.service.backup.read() })
    expect((await enter(other.visitor(), authenticator)).status).toBe(303)
  })
})

describe('how somebody was authenticated', () => {
  const claim = async (visitor: Visitor, path: string) =>
    visitor.submit(await visitor.get(path), '/claim/', { do: 'claim' })

  test('the record says the passkey, and how it was registered', async () => {
    const site = await passkeySite()
    const { visitor, fresh, authenticator } = await withPasskey(site)
    const { badge, path } = await offerTo(site, KIM, { requireAuthentication: 'passkey' })
    expect((await claim(visitor, path)).status).toBe(403)
    // The page of the offer leads to the sign-in and back.
    const ask = await fresh.get(path)
    const [, href = ''] = /href="(\/app\/sign-in\?returnTo=[^"]+)"/.exec(ask.text) ?? []
    expect(new URL(href, 'https://badges.example').searchParams.get('returnTo')).toBe(`/app${path}`)
    const signInPage = await fresh.get(href)
    expect(signInPage.headers.get('referrer-policy')).toBe('no-referrer')
    await enter(fresh, authenticator)
    expect((await claim(fresh, path)).status).toBe(303)
    expect((await site.service.get(badge.id))?.authenticatedBy).toEqual({
      by: 'passkey',
      at: new Date(site.clock.now).toISOString(),
      registeredBy: 'link',
    })
  })

  test('one that was registered after a mailed link says nothing of the institution', async () => {
    const site = await passkeySite()
    const { fresh, authenticator } = await withPasskey(site)
    await enter(fresh, authenticator)
    const { path } = await offerTo(site, KIM, { requireAuthentication: 'oidc' })
    expect((await claim(fresh, path)).status).toBe(403)
    // Nor does one that was added with the help of the first.
    const second = device()
    await addPasskey(fresh, second)
    const other = site.visitor()
    await enter(other, second)
    expect((await claim(other, path)).status).toBe(403)
    const { path: plain } = await offerTo(site, KIM, { requireAuthentication: 'code' })
    expect((await claim(other, plain)).status).not.toBe(500)
  })

  test('the twin: one that was registered after the sign-in of the institution does', async () => {
    const site = await passkeySite()
    const { people } = site.service
    const kim = await people.fromSession({ subject: 'kim', emails: [KIM] })
    const { token } = await people.startSession(kim.id, { by: 'oidc', at: '2026-01-05T11:50:00Z' })
    const visitor = site.visitor()
    visitor.jar.set('__Host-badges-session', token)
    const authenticator = device()
    await addPasskey(visitor, authenticator)
    const fresh = site.visitor()
    await enter(fresh, authenticator)
    const { badge, path } = await offerTo(site, KIM, { requireAuthentication: 'oidc' })
    expect((await claim(fresh, path)).status).toBe(303)
    expect((await site.service.get(badge.id))?.authenticatedBy).toMatchObject({ by: 'passkey', registeredBy: 'oidc' })
  })
})

describe('where passkeys are off', () => {
  const paths = [
    '/sign-in/passkey/options',
    '/sign-in/passkey',
    '/account/passkeys/options',
    '/account/passkeys',
    '/account/passkeys/rename',
    '/account/passkeys/remove',
  ]
  test.each(paths)('%s is not there', async (path) => {
    const site = await testSite({ auth: { identify: async () => null } })
    const visitor = site.visitor()
    await signIn(site, visitor)
    expect((await post(visitor, path)).status).toBe(404)
    expect(site.defects).toEqual([])
  })

  test('no page says anything of them', async () => {
    const site = await testSite({ auth: { identify: async () => null } })
    const visitor = site.visitor()
    await signIn(site, visitor)
    expect((await visitor.get('/account')).text + (await site.visitor().get('/sign-in')).text).not.toMatch(/passkey/i)
  })
})

test('asking for challenges too often has to wait', async () => {
  const site = await passkeySite({}, { rateLimits: { passkeyVisitor: { limit: 2, windowSeconds: 60 } } })
  const visitor = site.visitor()
  const ask = async (ip: string) => {
    const body = new URLSearchParams({ form: await formKey(visitor) })
    return (await visitor.send('/app/sign-in/passkey/options', { method: 'POST', body, headers: { 'x-ip': ip } }))
      .status
  }
  expect([await ask('192.0.2.1'), await ask('192.0.2.1'), await ask('192.0.2.1'), await ask('192.0.2.2')]).toEqual([
    200, 200, 429, 200,
  ])
})

test('looking at the pages stores nothing', async () => {
  const site = await passkeySite()
  const { visitor } = await withPasskey(site)
  const before = JSON.stringify([await stored(site, 'tokens'), await stored(site, 'people')])
  await site.visitor().get('/sign-in')
  await visitor.get('/account')
  expect(JSON.stringify([await stored(site, 'tokens'), await stored(site, 'people')])).toBe(before)
})

test('a page of ours in a frame of the host works as before: the form is hidden until a script shows it', async () => {
  const site = await passkeySite()
  const box = elements((await site.visitor().get('/sign-in')).text).find(
    (row) => attribute(row, 'data-passkey') === 'get',
  )
  expect(box && attribute(box, 'hidden')).toBe('')
})
