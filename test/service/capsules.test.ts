import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { extractCredential } from '../../src/container/index.js'
import { generateKeyPair } from '../../src/keys/index.js'
import { revokeBadge } from '../../src/service/badges/revoke.js'
import { createServiceContext, type ServiceContext } from '../../src/service/core/context.js'
import type { BadgeRecord } from '../../src/service/core/records/index.js'
import { erasePerson } from '../../src/service/privacy/erase.js'
import { setVisibility } from '../../src/service/sharing/owner.js'
import { viewBadge } from '../../src/service/sharing/view.js'
import { verifyCredential } from '../../src/verify/index.js'
import { freshStorage, presentKinds } from '../adapters/storage/storages.js'
import { codeOf } from '../support/codes.js'
import { draft, type TestService, testService, tokenIn } from './service.js'

const secret = 's'.repeat(43)
const full = {
  ...draft,
  credentialSubject: { narrative: 'Kim learned fast.' },
  evidence: [{ id: 'https://acme.example/seam', type: ['Evidence'], narrative: 'Six seams.' }],
}

async function claimed(t: TestService) {
  await t.service.issue({
    draft: full,
    recipient: { email: 'kim@example.org', name: 'Kim Lee' },
    picture: readFileSync('examples/art/welder.png'),
  })
  const { badge, person } = await t.service.claims.claim({
    token: tokenIn(await t.mailTo('kim@example.org'), 'claim'),
  })
  const own = { badgeId: badge.id, personId: person.id }
  await t.service.sharing.setVisibility({ ...own, visibility: 'unlisted' })
  return { badge, own }
}

const selective = async () => ({
  signer: await generateKeyPair({ type: 'P-256' }),
  secret,
  sign: { suite: 'ecdsa-sd-2023' as const },
})

const isBase = (text: string): boolean => text.includes('"u2V0A')

test('vc-di-ecdsa §3.4: behind every door is a derived copy; the base proof stays in the service', async () => {
  const t = await testService(await selective())
  const { badge, own } = await claimed(t)
  expect(isBase(JSON.stringify(badge.credential))).toBe(true)
  const link = await t.service.sharing.createLink(own)
  await t.service.sharing.setVisibility({ ...own, visibility: 'public' })
  const views = [
    await t.service.sharing.view({ badgeId: badge.id }),
    await t.service.sharing.view({ badgeId: badge.id, viewer: { personId: own.personId } }),
    await t.service.sharing.view({ badgeId: badge.id, isIssuer: true }),
    await t.service.sharing.viewLink({ token: link.token }),
  ]
  for (const view of views) {
    const text = JSON.stringify(view)
    expect(isBase(text)).toBe(false)
    expect(text).toContain('learned fast')
    expect(view).toMatchObject({ signed: true })
  }
  const { files } = await t.service.privacy.export(own.personId)
  const json = files.find(({ mediaType }) => /json/.test(mediaType))
  expect(json).toBeDefined()
  expect(isBase(new TextDecoder().decode(json?.bytes))).toBe(false)
  const offer = await t.service.issue({ draft: full, recipient: { email: 'lou@example.org' } })
  const token = (await t.service.createClaimLink({ badgeId: offer.id })).token
  expect(isBase(JSON.stringify(await t.service.claims.look(token)))).toBe(false)
  const image = await t.service.image(badge.id)
  expect(isBase(String(await extractCredential(image?.bytes ?? new Uint8Array())))).toBe(false)
})

test.each(presentKinds())('a capsule shows only what was chosen, still verifies, and ends, on %s', async (kind) => {
  const fresh = await freshStorage(kind)
  const storage = await fresh.open()
  try {
    const t = await testService({ ...(await selective()), storage })
    const { own } = await claimed(t)
    expect(await t.service.sharing.capsule(own)).toEqual({
      fields: ['narrative', 'evidence', 'awarded', 'kind'],
      inFile: true,
    })
    const { share, token } = await t.service.sharing.createLink({ ...own, show: ['evidence'] })
    const view = await t.service.sharing.viewLink({ token })
    if (view === null || view === 'gone') throw new Error('no view')
    const text = JSON.stringify(view)
    expect(view).toMatchObject({ signed: true, show: ['evidence'], hasPicture: false })
    expect(text).toContain('Six seams')
    expect(text).not.toContain('learned fast')
    expect(isBase(text)).toBe(false)
    const credential = view.credential as unknown as { credentialStatus?: { statusListCredential: string } }
    const listUrl = credential.credentialStatus?.statusListCredential ?? ''
    const list = await t.service.status.publish(listUrl.split('/').at(-1) ?? '')
    const result = await verifyCredential(view.credential, {
      documents: { [listUrl]: list?.credential as never },
      now: new Date(t.clock.now),
    })
    expect(result.checks.find(({ id }) => id === 'model.schema')?.status).toBe('passed')
    expect(result.outcome).toBe('verified')
    await t.service.sharing.revokeLink({ badgeId: own.badgeId, personId: own.personId, shareId: share.id })
    expect(await t.service.sharing.viewLink({ token })).toBe('gone')
  } finally {
    await storage.close()
    await fresh.remove()
  }
})

describe('copies that are kept ready', () => {
  const keptOf = (context: ServiceContext, { id, credential }: Pick<BadgeRecord, 'id' | 'credential'>) =>
    context.copies.get(`${id} ${credential.id} *`)

  test.each<[string, (context: ServiceContext, own: { badgeId: string; personId: string }) => Promise<unknown>]>([
    ['is erased', (context, { personId }) => erasePerson(context, { personId })],
    ['is revoked', (context, { badgeId }) => revokeBadge(context, { badgeId, reason: 'Mistake' })],
    ['turns private', (context, own) => setVisibility(context, { ...own, visibility: 'private' })],
  ])('are gone once the badge %s', async (_, end) => {
    const t = await testService(await selective())
    const { badge, own } = await claimed(t)
    const context = createServiceContext(t.service.options)
    await viewBadge(context, { badgeId: own.badgeId, viewer: { personId: own.personId } })
    expect(keptOf(context, badge)).toBeDefined()
    await end(context, own)
    expect(keptOf(context, badge)).toBeUndefined()
  })
})

test('a signature over everything leaves a page without a file: nothing hidden, no salt, no proof', async () => {
  const t = await testService()
  const { badge, own } = await claimed(t)
  const offered = await t.service.sharing.capsule(own)
  expect(offered).toEqual({ fields: ['identifier', 'narrative', 'evidence', 'awarded', 'kind'], inFile: false })
  const { token } = await t.service.sharing.createLink({ ...own, show: ['evidence'] })
  const view = await t.service.sharing.viewLink({ token })
  expect(view).toMatchObject({ signed: false, show: ['evidence'] })
  const [identity] = [badge.credential.credentialSubject.identifier].flat()
  const text = JSON.stringify(view)
  expect(text).toContain('Six seams')
  for (const hidden of [
    'learned fast',
    'kim@',
    identity?.salt ?? 'salt',
    identity?.identityHash ?? 'hash',
    'proofValue',
  ])
    expect(text).not.toContain(hidden)
})

test('only parts that there are can be chosen', async () => {
  const t = await testService()
  const { own } = await claimed(t)
  const wrong = { ...own, show: ['shoe size' as never] }
  expect(await codeOf(() => t.service.sharing.createLink(wrong))).toBe('ERR_ARGUMENT_INVALID')
})
