import { afterAll, describe, expect, test } from 'vitest'
import { createHandler } from '../../src/http/index.js'
import { generateKeyPair } from '../../src/keys/index.js'
import { signCredential } from '../../src/proof/index.js'
import type { BadgeRecord, BadgeServiceOptions, StorageAdapter } from '../../src/service/index.js'
import type { JsonObject } from '../../src/types/json.js'
import type { KeyPair, Signer } from '../../src/types/keys.js'
import { verifyCredential } from '../../src/verify/index.js'
import { type FreshStorage, freshStorage, presentKinds } from '../adapters/storage/storages.js'
import { codeOf } from '../support/codes.js'
import { holderKey, proofJwt, tokenForm } from '../support/holder.js'
import { draft, START, type TestService, testService } from './service.js'

const DID = 'did:web:badges.example'
const HOUR = 3_600_000
const key = (fill: number, controller = DID): Promise<KeyPair> =>
  generateKeyPair({ controller, seed: new Uint8Array(32).fill(fill) })

const opened: FreshStorage[] = []
afterAll(async () => {
  for (const storage of opened) await storage.remove()
})

const secret = 's'.repeat(43)

async function site(
  options: Partial<BadgeServiceOptions> = {},
  kind: 'memory' | 'sqlite' | 'pglite' | 'postgres' = 'memory',
): Promise<TestService> {
  const fresh = await freshStorage(kind)
  opened.push(fresh)
  return testService({ signer: await key(1), secret, storage: await fresh.open(), ...options })
}

const issue = (t: Pick<TestService, 'service'>, n = 0) =>
  t.service.issue({ draft, recipient: { email: `learner${n}@example.org` }, offer: false })

const methodOf = (credential: object): unknown =>
  [(credential as { proof: unknown }).proof].flat().map((proof) => (proof as JsonObject).verificationMethod)[0]

/** As a stranger verifies, with what the server publishes this moment. */
async function outcome({ service, clock }: TestService, badge: BadgeRecord) {
  const handler = createHandler(service)
  const did = await handler.wellKnown(new Request('https://badges.example/.well-known/did.json'))
  const list = await service.status.publish(badge.status.listId)
  const entry = badge.credential.credentialStatus as unknown as { statusListCredential: string }
  const result = await verifyCredential(badge.credential as object, {
    documents: {
      'https://badges.example/.well-known/did.json': await did.json(),
      [entry.statusListCredential]: list?.credential as unknown as JsonObject,
    },
    now: new Date(clock.now),
  })
  return result.outcome
}

const now = { leadSeconds: 0 }

describe.each(presentKinds(['sqlite', 'pglite', 'postgres']))('rotating keys on %s', (kind) => {
  test('lets another key sign badges and lists at once, and every badge goes on verifying', async () => {
    const t = await site({}, kind)
    const [first, second] = [await key(1), await key(2)]
    const old = await issue(t, 1)
    const revoked = await issue(t, 2)
    await t.service.revoke({ badgeId: revoked.id, reason: 'A mistake.' })
    expect(methodOf((await t.service.status.publish(old.status.listId))?.credential as object)).toBe(first.id)
    expect(await t.service.keys.rotate({ signer: second, ...now })).toMatchObject({
      signing: second.id,
      switched: true,
      badges: 2,
      lists: 1,
    })
    const list = await t.service.status.publish(old.status.listId)
    expect(methodOf(list?.credential as object)).toBe(second.id)
    const fresh = await issue(t, 3)
    expect([methodOf(old.credential), methodOf(fresh.credential)]).toEqual([first.id, second.id])
    expect([await outcome(t, old), await outcome(t, fresh), await outcome(t, revoked)]).toEqual([
      'verified',
      'verified',
      'failed',
    ])
    expect(await t.service.keys.check()).toEqual({ badges: 3, lists: 1 })
    // A second time is the same as once.
    expect(await t.service.keys.rotate({ signer: second, ...now })).toMatchObject({ switched: true })
    expect((await t.service.keys.list()).keys.map(({ id, state }) => [id, state])).toEqual([
      [first.id, 'earlier'],
      [second.id, 'signing'],
    ])
  })

  test('while badges are issued and revoked, loses none and leaves none that does not verify', {
    timeout: 60_000,
  }, async () => {
    const t = await site({}, kind)
    const before = await Promise.all(Array.from({ length: 10 }, (_, n) => issue(t, n)))
    const [, ...made] = await Promise.all([
      t.service.keys.rotate({ signer: await key(2), ...now }),
      ...Array.from({ length: 10 }, (_, n) => issue(t, 10 + n)),
      ...before.slice(0, 5).map(({ id }) => t.service.revoke({ badgeId: id, reason: 'A mistake.' })),
    ])
    expect(made).toHaveLength(15)
    expect(await t.service.keys.check()).toEqual({ badges: 20, lists: 1 })
    expect((await t.service.keys.list()).signing).toBe((await key(2)).id)
  })

  test.each(['before', 'after'] as const)(
    'a crash %s any commit leaves a service that works, and the call can be repeated',
    async (when) => {
      for (let crash = 1; crash <= 3; crash++) {
        const fresh = await freshStorage(kind)
        opened.push(fresh)
        const storage = await fresh.open()
        const t = await site({ storage })
        const badge = await issue(t)
        const broken = await site({ storage: failing(storage, crash, when) })
        const second = await key(2)
        const code = await codeOf(() => broken.service.keys.rotate({ signer: second, ...now }))
        if (crash < 3) expect(code, `commit ${crash}`).toBe('ERR_STORAGE_FAILED')
        // Another process, which knows both keys, as a server does that was started again.
        const again = await site({ storage, findSigner: async (id) => (id === second.id ? second : undefined) })
        expect(await outcome(again, badge)).toBe('verified')
        expect(await outcome(again, await issue(again, 1))).toBe('verified')
        expect(await again.service.keys.rotate({ signer: second, ...now })).toMatchObject({ switched: true })
        expect(await again.service.keys.check()).toEqual({ badges: 2, lists: 1 })
        expect((await again.service.keys.list()).keys).toHaveLength(2)
      }
    },
  )
})

/** A storage whose nth commit fails: before it was made, or after, when nobody hears of it. */
function failing(storage: StorageAdapter, nth: number, when: 'before' | 'after'): StorageAdapter {
  let count = 0
  return {
    ...storage,
    async commit(changes) {
      count += 1
      if (count === nth && when === 'after') await storage.commit(changes)
      if (count === nth) throw Object.assign(await failure())
      return storage.commit(changes)
    },
  }
}

async function failure() {
  const { BadgeError } = await import('../../src/errors.js')
  return new BadgeError('ERR_STORAGE_FAILED', 'The storage could not be written.')
}

test('a key is published for a while before it signs, since verifiers keep documents', async () => {
  const t = await site()
  const second = await key(2)
  const published = await t.service.keys.rotate({ signer: second })
  expect(published).toMatchObject({ signing: (await key(1)).id, switched: false })
  expect(Date.parse(published.readyAt ?? '') - t.clock.now).toBe(300_000)
  const handler = createHandler(t.service)
  const did = await (await handler.wellKnown(new Request('https://badges.example/.well-known/did.json'))).json()
  const jwks = await (await handler.wellKnown(new Request('https://badges.example/.well-known/jwks.json'))).json()
  expect([did.assertionMethod, jwks.keys.map(({ kid }: { kid: string }) => kid)]).toEqual([
    [(await key(1)).id, second.id],
    [(await key(1)).id, second.id],
  ])
  expect(methodOf((await issue(t)).credential)).toBe((await key(1)).id)
  t.clock.pass(299_000)
  expect(await t.service.keys.rotate({ signer: second })).toMatchObject({ switched: false })
  t.clock.pass(1_000)
  expect(await t.service.keys.rotate({ signer: second })).toMatchObject({ switched: true })
  expect(methodOf((await issue(t, 1)).credential)).toBe(second.id)
})

describe('a rotation is refused, and nothing changes,', () => {
  const altered = async (
    t: TestService,
    { id }: BadgeRecord,
    change: (credential: JsonObject) => object | Promise<object>,
  ) => {
    const stored = await t.storage.get('badges', id)
    if (stored === undefined) throw new Error('the badge is not there')
    const credential = await change(stored.value.credential as JsonObject)
    const value = { ...stored.value, credential } as JsonObject
    await t.storage.commit([{ collection: 'badges', key: id, expectedVersion: stored.version, value }])
  }

  test.each<[string, (credential: JsonObject) => object | Promise<object>, string]>([
    ['that was altered', (credential) => ({ ...credential, name: 'Welder II' }), 'ERR_PROOF_INVALID'],
    ['whose proof is gone', ({ proof: _, ...credential }) => credential, 'ERR_PROOF_MISSING'],
    [
      'of a status list that is not here',
      async ({ proof: _, ...credential }) => {
        const statusListCredential = 'https://badges.example/status/elsewhere'
        const credentialStatus = { ...(credential.credentialStatus as JsonObject), statusListCredential }
        return signCredential({ ...credential, credentialStatus }, await key(1), { now: new Date(START) })
      },
      'ERR_STATUS_UNCHECKED',
    ],
  ])('where there is a badge %s: it is named', async (_, change, code) => {
    const t = await site()
    const badges = [await issue(t), await issue(t, 1), await issue(t, 2)]
    const [, bad] = badges
    if (bad === undefined) throw new Error('no badge')
    await altered(t, bad, change)
    const error = await t.service.keys.rotate({ signer: await key(2), ...now }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'ERR_KEY_IN_USE', problems: [{ code, pointer: `/badges/${bad.id}` }] })
    expect((await t.service.keys.list()).signing).toBe((await key(1)).id)
    const list = await t.service.status.publish(bad.status.listId)
    expect(methodOf(list?.credential as object)).toBe((await key(1)).id)
    expect(methodOf((await issue(t, 3)).credential)).toBe((await key(1)).id)
  })

  test('where a badge was signed by a key that is known nowhere; told of it, all is well', async () => {
    const earlier = await key(9)
    const t = await site({ signer: earlier })
    await issue(t)
    const later = await site({ storage: t.storage })
    expect(await codeOf(async () => later.service.keys.rotate({ signer: await key(2), ...now }))).toBe('ERR_KEY_IN_USE')
    const told = { signer: await key(2), publicKeys: [earlier], ...now }
    expect(await later.service.keys.rotate(told)).toMatchObject({ switched: true, badges: 1 })
  })

  test('where many badges would not verify: the first hundred are named', { timeout: 60_000 }, async () => {
    const t = await site({ signer: await key(9) })
    for (let n = 0; n < 103; n++) await issue(t, n)
    const later = await site({ storage: t.storage })
    const error = await later.service.keys
      .rotate({ signer: await key(2), ...now })
      .catch((thrown: { message: string; problems: unknown[] }) => thrown)
    expect((error as { problems: unknown[] }).problems).toHaveLength(100)
    expect((error as { message: string }).message).toMatch(/^103 /)
  })

  const kms = (pair: KeyPair, more: Partial<Signer> = {}): Signer => ({
    id: pair.id,
    controller: pair.controller,
    type: pair.type,
    sign: (input) => pair.sign(input),
    ...more,
  })

  test.each<[string, string, () => Promise<Partial<BadgeServiceOptions>>, () => Promise<object>]>([
    [
      'of an issuer that is its key',
      'ERR_SIGN_ISSUER_MISMATCH',
      async () => ({ signer: await generateKeyPair() }),
      async () => ({ signer: await generateKeyPair() }),
    ],
    [
      'to a key of somebody else',
      'ERR_SIGN_ISSUER_MISMATCH',
      async () => ({}),
      async () => ({ signer: await key(2, 'did:web:other.example') }),
    ],
    [
      'of a service without a secret',
      'ERR_ARGUMENT_INVALID',
      async () => ({ secret: undefined }) as never,
      async () => ({ signer: await key(2) }),
    ],
    [
      'where options name one key',
      'ERR_ARGUMENT_INVALID',
      async () => ({ sign: { verificationMethod: (await key(1)).id } }),
      async () => ({ signer: await key(2) }),
    ],
    [
      'to a signer whose public key is not known',
      'ERR_KEY_INVALID',
      async () => ({}),
      async () => ({ signer: kms(await key(2)) }),
    ],
    [
      'to a signer that signs with another key',
      'ERR_SIGN_FAILED',
      async () => ({}),
      async () => ({ signer: kms(await key(3), { id: (await key(2)).id }), publicKeys: [await key(2)] }),
    ],
    [
      'to a key that the suite does not fit',
      'ERR_SUITE_UNSUPPORTED',
      async () => ({ sign: { suite: 'eddsa-jcs-2022' as const } }),
      async () => ({ signer: await generateKeyPair({ type: 'P-256', controller: DID }) }),
    ],
    ['to nothing', 'ERR_ARGUMENT_INVALID', async () => ({}), async () => ({})],
    [
      'with an unknown option',
      'ERR_ARGUMENT_INVALID',
      async () => ({}),
      async () => ({ signer: await key(2), lead: 0 }),
    ],
  ])('%s', async (_, code, options, input) => {
    const given = await options()
    const t = await site(given)
    await issue(t)
    const before = (await t.service.keys.list()).signing
    expect(
      await codeOf(async () => t.service.keys.rotate({ ...((await input()) as { signer: Signer }), ...now })),
    ).toBe(code)
    expect((await t.service.keys.list()).signing).toBe(before)
    expect(await t.service.keys.check()).toMatchObject({ badges: 1 })
  })

  test('to a signer in a KMS that is what it says, it is not', async () => {
    const t = await site({
      signer: kms(await key(1), { publicKeyMultibase: String((await key(1)).toJSON().publicKeyMultibase) }),
    })
    await issue(t)
    const input = { signer: kms(await key(2)), publicKeys: [await key(2)], ...now }
    expect(await t.service.keys.rotate(input)).toMatchObject({ switched: true, badges: 1 })
    expect(methodOf((await issue(t, 1)).credential)).toBe((await key(2)).id)
  })
})

test('a key does not come back once another took its place', async () => {
  const t = await site()
  await t.service.keys.rotate({ signer: await key(2), ...now })
  expect(await codeOf(async () => t.service.keys.rotate({ signer: await key(1), ...now }))).toBe('ERR_ARGUMENT_INVALID')
  expect(await t.service.keys.rotate({ signer: await key(3), ...now })).toMatchObject({ switched: true })
})

test('the secret that followed from the first key can be given, and links in mails go on working', async () => {
  const first = await key(1)
  const before = await testService({ signer: first, storage: (await site()).storage })
  const badge = await before.service.issue({ draft, recipient: { email: 'kim@example.org' } })
  const { token } = await before.service.createClaimLink({ badgeId: badge.id })
  const data = new TextEncoder().encode('badgewright service secret, version 1')
  const t = await site({ storage: before.storage, secret: await first.sign({ data }) })
  await t.service.keys.rotate({ signer: await key(2), ...now })
  expect((await t.service.claims.claim({ token })).badge.stage).toBe('claimed')
})

describe('another process', () => {
  test('that does not have the new key signs nothing, and serves what is signed', async () => {
    const t = await site()
    const badge = await issue(t)
    const other = await site({ storage: t.storage })
    await issue(other, 1)
    await t.service.keys.rotate({ signer: await key(2), ...now })
    other.clock.pass(6_000)
    expect(await codeOf(() => issue(other, 2))).toBe('ERR_SIGNER_MISSING')
    expect((await other.service.keys.list()).signing).toBe((await key(2)).id)
    expect(await codeOf(() => other.service.keys.signer())).toBe('ERR_SIGNER_MISSING')
    const wrong = await site({ storage: t.storage, findSigner: async () => key(3) })
    expect(await codeOf(() => issue(wrong, 3))).toBe('ERR_ARGUMENT_INVALID')
    const able = await site({ storage: t.storage, findSigner: () => key(2) })
    expect(methodOf((await issue(able, 4)).credential)).toBe((await key(2)).id)
    expect(await outcome(able, badge)).toBe('verified')
  })

  test('that signs with the earlier key for a few seconds more makes badges that verify', async () => {
    const t = await site()
    const other = await site({ storage: t.storage, findSigner: () => key(2) })
    await issue(other)
    await t.service.keys.rotate({ signer: await key(2), ...now })
    for (const { clock } of [t, other]) clock.pass(1_000)
    const late = await issue(other, 1)
    expect([methodOf(late.credential), await outcome(t, late)]).toEqual([(await key(1)).id, 'verified'])
    other.clock.pass(6_000)
    expect(methodOf((await issue(other, 2)).credential)).toBe((await key(2)).id)
    expect(await t.service.keys.check()).toEqual({ badges: 3, lists: 1 })
  })
})

describe('removing a key', () => {
  test('is refused while it signs, has signed a moment ago, or a stored badge needs it; then it is published no longer', async () => {
    const t = await site()
    const [first, second] = [await key(1), await key(2)]
    await issue(t)
    await t.service.keys.rotate({ signer: second, ...now })
    const kept = await issue(t, 1)
    const remove = (id: string) => codeOf(() => t.service.keys.remove({ id }))
    expect(await remove(`${DID}#nobody`)).toBe('ERR_RECORD_NOT_FOUND')
    expect(await remove(second.id)).toBe('ERR_KEY_IN_USE')
    expect(await remove(first.id)).toBe('ERR_KEY_IN_USE')
    t.clock.pass(HOUR)
    expect(await remove(first.id)).toBe('ERR_KEY_IN_USE')
    expect((await t.service.keys.list()).keys).toHaveLength(2)
    await t.service.privacy.eraseEmail({ email: 'learner0@example.org' })
    expect(await t.service.keys.remove({ id: first.id })).toEqual({ badges: 1, lists: 1 })
    expect((await t.service.keys.list()).keys.map(({ id }) => id)).toEqual([second.id])
    expect(await outcome(t, kept)).toBe('verified')
  })

  test('is refused while a credential that the VC-API stored needs it', async () => {
    const t = await site()
    const [first, second] = [await key(1), await key(2)]
    const credentialId = 'urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33'
    const credential = {
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      id: credentialId,
      type: ['VerifiableCredential'],
      issuer: DID,
      credentialSubject: { id: 'did:example:kim' },
    }
    await t.service.credentials.issue({ credential, store: true })
    await t.service.keys.rotate({ signer: second, ...now })
    t.clock.pass(HOUR)
    await expect(t.service.keys.remove({ id: first.id })).rejects.toMatchObject({
      code: 'ERR_KEY_IN_USE',
      problems: [{ pointer: expect.stringMatching(/^\/credentials\//) }],
    })
    await t.service.credentials.remove({ credentialId })
    expect(await t.service.keys.remove({ id: first.id })).toEqual({ badges: 0, lists: 0 })
  })

  test('a key that was published and never signed goes at once', async () => {
    const t = await site()
    await issue(t)
    await t.service.keys.rotate({ signer: await key(2) })
    expect(await t.service.keys.remove({ id: (await key(2)).id })).toEqual({ badges: 1, lists: 1 })
    expect(await t.service.keys.rotate({ signer: await key(3), ...now })).toMatchObject({ switched: true })
  })
})

test('what happens to keys is in the log, once, with who did it', async () => {
  const t = await site()
  const ola = await t.service.staff.add({ email: 'ola@acme.example', name: 'Ola', grants: [{ role: 'owner' }] })
  const { keys } = t.service.as({ staffId: ola.id })
  const [first, second] = [await key(1), await key(2)]
  await keys.rotate({ signer: second })
  await keys.rotate({ signer: second })
  await keys.rotate({ signer: second, ...now })
  await keys.rotate({ signer: second, ...now })
  t.clock.pass(2 * HOUR)
  await keys.remove({ id: first.id })
  const { records } = await t.storage.query({ collection: 'events', limit: 100 })
  const about = records.map(({ value }) => value).filter(({ type }) => /^key-/.test(String(type)))
  expect(about.map(({ type, data, actor, number }) => [number, type, (data as JsonObject).key, actor])).toEqual([
    [0, 'key-published', second.id, `staff:${ola.id}`],
    [1, 'key-rotated', second.id, `staff:${ola.id}`],
    [2, 'key-removed', first.id, `staff:${ola.id}`],
  ])
})

test('badges of an earlier issuer are verified too, by their own document', async () => {
  const old = await key(5, 'did:web:old.example')
  const t = await site({ signer: old })
  await issue(t)
  const later = await site({ storage: t.storage })
  await issue(later, 1)
  const signer = await key(2)
  expect(await codeOf(() => later.service.keys.rotate({ signer, ...now }))).toBe('ERR_KEY_IN_USE')
  const { createDidDocument } = await import('../../src/keys/index.js')
  const documents = {
    'https://old.example/.well-known/did.json': createDidDocument({ did: old.controller, keys: [old] }),
  }
  expect(await later.service.keys.rotate({ signer, documents, ...now })).toMatchObject({ badges: 2, lists: 1 })
})

test('a key stays published for as long as the copy of a badge in a wallet needs it, and no longer', async () => {
  const t = await site({}, 'memory')
  const { clock, service } = t
  const { id: badgeId } = await service.issue({ draft, recipient: { email: 'kim@example.org' } })
  const { token } = await service.createClaimLink({ badgeId })
  const { person } = await service.claims.claim({ token })
  const [second, third] = [await key(2), await key(3)]
  await service.keys.rotate({ signer: second, ...now })
  // The badge was signed by the first key, and its copy by the second.
  const { url } = await service.wallet.createOwnOffer({ badgeId, viewer: { personId: person.id } })
  const offer = await service.wallet.offer(new URL(url).pathname.split('/').at(-1) ?? '')
  const [grant] = Object.values(offer?.grants as Record<string, Record<string, string>>)
  const redeemed = await service.wallet.token({ form: tokenForm(grant?.['pre-authorized_code'] ?? '') })
  const accessToken = 'accessToken' in redeemed ? redeemed.accessToken : ''
  const nonce = await service.wallet.nonce()
  const jwt = await proofJwt(await holderKey(), { aud: service.baseUrl, iat: clock.now / 1000, nonce })
  const body = { credential_configuration_id: 'OpenBadge_ldp_vc', proofs: { jwt: [jwt] } }
  expect(await service.wallet.credential({ accessToken, body })).toHaveProperty('credential')
  await service.keys.rotate({ signer: third, ...now })
  clock.pass(2 * HOUR)
  expect(await codeOf(() => service.keys.remove({ id: second.id }))).toBe('ERR_KEY_IN_USE')
  const [copy] = await service.wallet.copies({ personId: person.id })
  await service.wallet.endCopy({ copyId: copy?.id ?? '', personId: person.id })
  await service.keys.remove({ id: second.id })
  expect((await service.keys.list()).keys.map(({ id }) => id)).not.toContain(second.id)
})
