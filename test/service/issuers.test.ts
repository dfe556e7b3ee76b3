import { expect, test } from 'vitest'
import { generateKeyPair } from '../../src/keys/index.js'
import { codeOf } from '../support/codes.js'
import { draft, testService } from './service.js'

/** What an issuer beside that of the service has of its own. */
const OWN = ['credentials', 'status', 'keys', 'issuers', 'staff', 'limits']

async function both() {
  const t = await testService()
  const other = t.service.forIssuer({ name: 'welding', signer: await generateKeyPair() })
  return { t, other }
}

/** Every step of a service, by its name, as far as it takes no one else. */
const stepsOf = (service: object): [string, (...input: never[]) => Promise<unknown>][] =>
  Object.entries(service).flatMap(([name, value]) => {
    if (['as', 'forIssuer', 'close'].includes(name)) return []
    if (typeof value === 'function') return [[name, value]]
    if (typeof value !== 'object' || name === 'options' || OWN.includes(name)) return []
    return Object.entries(value as object).map(([step, run]) => [`${name}.${step}`, run])
  })

test('an issuer beside that of the service has no badges, learners or batches: none would be signed or seen as another’s', async () => {
  const { t, other } = await both()
  const steps = stepsOf(other)
  expect(steps.map(([name]) => name)).toEqual(
    expect.arrayContaining([
      'issue',
      'revoke',
      'list',
      'tick',
      'batches.start',
      'claims.claim',
      'people.session',
      'backup.read',
    ]),
  )
  for (const [name, step] of steps) expect([name, await codeOf(() => step())]).toEqual([name, 'ERR_ARGUMENT_INVALID'])
  expect(await codeOf(() => other.issue({ draft, recipient: { email: 'kim@example.org' } }))).toBe(
    'ERR_ARGUMENT_INVALID',
  )
  const rows = [{ email: 'kim@example.org' }]
  expect(await codeOf(() => other.batches.start({ draft, rows }))).toBe('ERR_ARGUMENT_INVALID')
  expect(
    await codeOf(() => other.as({ tokenId: '0'.repeat(16) }).issue({ draft, recipient: { email: 'kim@example.org' } })),
  ).toBe('ERR_ARGUMENT_INVALID')
  await t.service.tick()
  expect((await t.service.list()).badges).toEqual([])
})

test('it signs credentials of its own, and the service goes on as before', async () => {
  const { t, other } = await both()
  const { issuerId } = await other.keys.list()
  const credential = {
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    type: ['VerifiableCredential'],
    issuer: issuerId,
    credentialSubject: { id: 'did:example:kim' },
  }
  expect((await other.credentials.issue({ credential })).credential).toMatchObject({ issuer: issuerId })
  const badge = await t.service.issue({ draft, recipient: { email: 'kim@example.org' } })
  expect((await t.service.list()).badges.map(({ id }) => id)).toEqual([badge.id])
})
