import { describe, expect, test } from 'vitest'
import { memoryStorage } from '../../src/adapters/storage/memory.js'
import { createHandler } from '../../src/http/index.js'
import { generateKeyPair } from '../../src/index.js'
import { createBadgeService } from '../../src/service/index.js'
import { testKey } from '../support/badge.js'
import { codeOf } from '../support/codes.js'
import { draft, testService } from './service.js'

const p256 = await generateKeyPair({ type: 'P-256' })
const from = { address: 'badges@acme.example' }
const secret = new Uint8Array(32).fill(1)
const subject = (text: string) => ({ de: { kinds: { offer: { subject: text } } } })

const make = async (options: object): Promise<unknown> =>
  createBadgeService({
    signer: await testKey(),
    storage: memoryStorage(),
    baseUrl: 'https://badges.example',
    ...options,
  } as never)

describe('what a misspelt word means: the service is not made', () => {
  test.each<[string, object, object]>([
    ['a policy', { claimPolicy: 'sesion' }, { claimPolicy: 'session' }],
    ['the name of the policy', { claimpolicy: 'session' }, { claimPolicy: 'code' }],
    ['a signer that needs a secret', { signer: p256 }, { signer: p256, secret }],
    ['a sender', { mailSettings: { from: { address: 'nope' } } }, { mailSettings: { from } }],
    ['a locale without texts', { locale: 'xx' }, { locale: 'de-AT' }],
    [
      'a locale that only own texts are in',
      { locale: 'eo' },
      { locale: 'eo', mailSettings: { from, texts: { eo: {} } } },
    ],
    [
      'a place that a text does not have',
      { mailSettings: { from, texts: subject('Hurra {achievement}!') } },
      { mailSettings: { from, texts: subject('Hurra {badge}!') } },
    ],
    [
      'a kind of text',
      { mailSettings: { from, texts: { de: { kind: {} } } } },
      { mailSettings: { from, texts: { de: { kinds: {} } } } },
    ],
    ['how often', { retention: { messageDay: 3 } }, { retention: { messageDays: 3 } }],
  ])('%s', async (_, wrong, sound) => {
    expect(await codeOf(() => make(wrong))).toBe('ERR_ARGUMENT_INVALID')
    expect(await codeOf(() => make(sound))).toBe('no error')
  })

  test.each<[string, object, object]>([
    ['a hue', { share: { cards: { hue: 999 } } }, { share: { cards: { hue: 200 } } }],
    [
      'a template',
      { share: { certificate: { template: 'clasic' } } },
      { share: { certificate: { template: 'classic' } } },
    ],
    ['a suite', { vcApi: { suite: 'eddsa-2022' } }, { vcApi: { suite: 'eddsa-rdfc-2022' } }],
    ['protection', { vcApi: { protectverify: true } }, { vcApi: { protectVerify: true } }],
  ])('nor the handler: %s', async (_, wrong, sound) => {
    const { service } = await testService()
    expect(await codeOf(() => createHandler(service, wrong as never))).toBe('ERR_ARGUMENT_INVALID')
    expect(await codeOf(() => createHandler(service, sound as never))).toBe('no error')
  })
})

test.each([{ claimPolicy: 'Session' }, { claimpolicy: 'session' }, { offers: false }])(
  'a badge is not issued with %j',
  async (more) => {
    const { service } = await testService()
    const badge = { draft, recipient: { email: 'kim@example.org' } }
    expect(await codeOf(() => service.issue({ ...badge, ...more } as never))).toBe('ERR_ARGUMENT_INVALID')
    expect((await service.list()).badges).toEqual([])
  },
)
