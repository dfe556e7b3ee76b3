import { describe, expect, test, vi } from 'vitest'
import { passkeys } from '../../src/adapters/auth/passkeys.js'
import { Authenticator } from '../support/authenticator.js'
import { codeOf } from '../support/codes.js'
import { testService } from './service.js'

describe('the relying party', () => {
  const rpIdOf = async (baseUrl: string, options: { rpId?: string; name?: string } = {}) => {
    const { service } = await testService({ baseUrl, passkeys: await passkeys(options) })
    return (await service.people.startPasskeySignIn({ browser: 'x' })).options.rpId
  }

  test.each<[string, string | undefined, string]>([
    ['https://badges.university.example/app', undefined, 'badges.university.example'],
    ['https://badges.university.example:8443', undefined, 'badges.university.example'],
    ['https://badges.university.example', 'university.example', 'university.example'],
    ['http://localhost:8080', undefined, 'localhost'],
    ['http://badges.localhost:8080', 'localhost', 'localhost'],
  ])('%s with %s is %s', async (baseUrl, rpId, expected) => {
    expect(await rpIdOf(baseUrl, rpId === undefined ? {} : { rpId })).toBe(expected)
  })

  test.each<[string, string | undefined]>([
    ['http://badges.university.example', undefined],
    ['http://127.0.0.1:8080', undefined],
    ['https://192.0.2.1', undefined],
    ['https://[2001:db8::1]', undefined],
    ['https://badges.university.example', 'other.example'],
    ['https://badges.university.example', 'example'],
    ['https://badges.university.example', 'adges.university.example'],
    ['https://badges.university.example', 'more.badges.university.example'],
    ['https://badges.university.example', '.university.example'],
    ['https://badges.university.example', 'University.example'],
    ['https://badges.university.example', 'https://badges.university.example'],
    ['https://localhost.evil.example', 'localhost'],
  ])('%s with %s is refused at the start', async (baseUrl, rpId) => {
    const options = rpId === undefined ? {} : { rpId }
    expect(await codeOf(() => rpIdOf(baseUrl, options))).toBe('ERR_ARGUMENT_INVALID')
  })

  test.each([{ rpID: 'university.example' }, { rpId: '' }, { name: 7 }])(
    'options that are none: %j',
    async (options) => {
      expect(await codeOf(() => passkeys(options as object))).toBe('ERR_ARGUMENT_INVALID')
    },
  )

  test('without the option every step says so', async () => {
    const { service } = await testService()
    expect(await codeOf(() => service.people.startPasskeySignIn({ browser: 'x' }))).toBe('ERR_ARGUMENT_INVALID')
    expect(await codeOf(() => service.people.signInByPasskey({ browser: 'x', answer: {} }))).toBe(
      'ERR_ARGUMENT_INVALID',
    )
  })
})

test('an application with pages of its own: from a session of the host to one by passkey', async () => {
  const { service } = await testService({ passkeys: await passkeys({ name: 'Acme badges' }) })
  const { people } = service
  const kim = await people.fromSession({ subject: 'kim', emails: ['kim@learner.example'], name: 'Kim Doe' })
  const device = new Authenticator('https://badges.example')
  const browser = 'cookie'
  const { options } = await people.startPasskey({ personId: kim.id, browser })
  expect(options.rp).toEqual({ id: 'badges.example', name: 'Acme badges' })
  expect(JSON.stringify(options)).not.toContain(kim.id)
  const passkey = await people.addPasskey({ personId: kim.id, browser, answer: device.create(options), name: 'Phone' })
  expect(passkey).toMatchObject({ personId: kim.id, name: 'Phone', registeredBy: 'host', synced: false })
  const asked = await people.startPasskeySignIn({ browser })
  const { person, token } = await people.signInByPasskey({ browser, answer: device.get(asked.options) })
  expect(person.id).toBe(kim.id)
  expect((await people.session(token))?.authenticated).toMatchObject({ by: 'passkey', registeredBy: 'host' })
})

test('no certificate of a stranger is followed anywhere', async () => {
  const fetch = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('asked the network'))
  try {
    const { service } = await testService({ passkeys: await passkeys() })
    const kim = await service.people.fromSession({ subject: 'kim', emails: ['kim@learner.example'] })
    const own = { personId: kim.id, browser: 'cookie' }
    for (const format of ['packed', 'android-key', 'tpm', 'fido-u2f', 'apple', 'android-safetynet']) {
      const { options } = await service.people.startPasskey(own)
      const statement = new Map<string, never>([
        ['alg', -7 as never],
        ['sig', new Uint8Array(70) as never],
        ['x5c', [new Uint8Array(300)] as never],
      ])
      const answer = new Authenticator('https://badges.example').create(options, 'P-256', { format, statement })
      expect(await codeOf(() => service.people.addPasskey({ ...own, answer, name: 'x' }))).toBe('ERR_ACCESS_DENIED')
    }
    expect(fetch).not.toHaveBeenCalled()
  } finally {
    fetch.mockRestore()
  }
})

describe('the package', () => {
  test('that cannot check a signature is not taken: it would refuse everybody', async () => {
    vi.resetModules()
    vi.doMock('@simplewebauthn/server', () => ({
      verifyRegistrationResponse: async () => ({ verified: false }),
      verifyAuthenticationResponse: async () => {
        throw new Error("Cannot get schema for 'ECDSASigValue' target")
      },
    }))
    const { passkeys: fresh } = await import('../../src/adapters/auth/passkeys.js')
    expect(await fresh().catch(({ code }: { code: string }) => code)).toBe('ERR_PEER_MISSING')
    vi.doUnmock('@simplewebauthn/server')
    vi.resetModules()
  })
})
