import { describe, expect, test } from 'vitest'
import { credentialOperations } from '../../src/catalogue/credentials.js'
import { program } from '../../src/cli/program.js'
import { rpcMethods } from '../../src/cli/rpc/methods.js'
import { isBadgeError } from '../../src/errors.js'
import { signRules } from '../../src/internal/option-tables.js'
import { signCredential } from '../../src/proof/index.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import { verifyRules } from '../../src/verify/core/assert-options.js'
import { sampleBadge, testKey } from '../support/badge.js'

const CODE = 'It is code.'
const HOST = 'The host decides what is loaded, in `vcApi`.'
const CLOCK = 'The clock is that of the server.'

/** Options of `verifyCredential` that deliberately do not cross a door, and why. */
const kept: Readonly<Record<'commandLine' | 'rpc' | 'http', Readonly<Record<string, string>>>> = {
  commandLine: { contexts: '`--documents` answers for contexts too.', checks: CODE, checkStatus: CODE },
  rpc: {
    fetch: 'A request reaches no network; documents are handed in.',
    dangerouslyAcceptSelfAssertedKeys: 'What weakens a verification is said by who starts it, not by a request.',
    checks: CODE,
    checkStatus: CODE,
  },
  http: {
    contexts: HOST,
    documents: HOST,
    fetch: HOST,
    schemas: HOST,
    now: CLOCK,
    clockSkewSeconds: CLOCK,
    trust: 'The VC-API says whether it is verified; whom to trust is its caller’s to decide.',
    require: 'Every check is in the answer, with `returnResults`.',
    dangerouslyAcceptSelfAssertedKeys: 'What weakens a verification is said by the host, not by a request.',
    checks: CODE,
    checkStatus: CODE,
  },
}

/** Flags of another name than the option. */
const flags: Readonly<Record<string, string>> = {
  online: 'fetch',
  statusIssuer: 'statusIssuers',
  clockSkew: 'clockSkewSeconds',
  acceptSelfAssertedKeys: 'dangerouslyAcceptSelfAssertedKeys',
}

const around = { stdout: { write: () => true }, stderr: { write: () => true } } as never
const flagsOf = (command: string): readonly string[] =>
  (program({ exitCode: 0 }, around).commands.find((each) => each.name() === command)?.options ?? []).map((option) => {
    const name = option.attributeName()
    return flags[name] ?? name
  })

/** A value that each option takes. */
const values: Readonly<Record<string, JsonValue>> = {
  contexts: {},
  documents: {},
  schemas: {},
  now: '2026-02-01T00:00:00Z',
  clockSkewSeconds: 5,
  accept: ['badge'],
  recipient: 'did:example:kim',
  recipientMatch: 'exact',
  trust: ['did:example:acme'],
  dangerouslyAcceptSelfAssertedKeys: false,
  strictJwt: true,
  statusIssuers: ['did:example:acme'],
  strictStatusList: true,
  require: ['issuer.binding'],
  profile: 'ob3',
  domain: 'lms.example',
  challenge: 'c1',
}

const badge = async () => (await signCredential(sampleBadge((await testKey()).did), await testKey())) as never

async function isTaken(run: () => Promise<unknown>): Promise<boolean> {
  try {
    await run()
    return true
  } catch (error) {
    if (isBadgeError(error, 'ERR_ARGUMENT_INVALID')) return false
    throw error
  }
}

const optionsOf = (name: string): readonly string[] => {
  const { input } = credentialOperations.find((each) => each.name === name) ?? {}
  const { options } = (input?.properties ?? {}) as { options?: { properties?: JsonObject } }
  // `checks` is the VC-API's own: names of checks.
  return Object.keys(options?.properties ?? {}).filter((each) => each !== 'checks')
}

describe('options of a verification at every door', () => {
  const names = Object.keys(verifyRules)

  const both = (crossing: readonly string[], stays: Readonly<Record<string, string>>) => ({
    nowhere: names.filter((name) => !crossing.includes(name) && stays[name] === undefined),
    twice: names.filter((name) => crossing.includes(name) && stays[name] !== undefined),
    unknown: Object.keys(stays).filter((name) => !names.includes(name)),
  })
  const none = { nowhere: [], twice: [], unknown: [] }

  test.each(['verify', 'explain', 'upgrade'])('badgewright %s has a flag for it, or a reason is given', (command) => {
    expect(both(flagsOf(command), kept.commandLine)).toEqual(none)
  })

  test.each(['verify', 'explain'])(
    'the method %s of `rpc` has a parameter for it, or a reason is given',
    async (method) => {
      const credential = await badge()
      const crossing: string[] = []
      for (const name of names) {
        const given = values[name] ?? (name === 'fetch' ? 'https://a.example' : [])
        if (await isTaken(async () => rpcMethods[method]?.({ credential, [name]: given }, { key: undefined })))
          crossing.push(name)
      }
      expect(both(crossing, kept.rpc)).toEqual(none)
    },
  )

  test.each(['credentials.verify', 'presentations.verify'])(
    'the body of %s has a member for it, or a reason is given',
    (name) => {
      expect(both(optionsOf(name), kept.http)).toEqual(none)
    },
  )

  test('lint is offered where a credential is signed as it is', async () => {
    expect(Object.keys(signRules)).toContain('lint')
    expect(flagsOf('sign')).toContain('lint')
    const key = await testKey()
    const formless = { ...sampleBadge(key.did), name: ['Welder'] }
    const sign = async (more: JsonObject) => rpcMethods.sign?.({ credential: formless, ...more }, { key })
    await expect(sign({})).rejects.toMatchObject({ code: 'ERR_MODEL_INVALID', pointer: '/name' })
    await expect(sign({ lint: 'refuse' })).rejects.toMatchObject({ code: 'ERR_MODEL_INVALID' })
    await expect(sign({ lint: 'of' })).rejects.toMatchObject({ code: 'ERR_ARGUMENT_INVALID' })
    await expect(sign({ lint: 'off' })).resolves.toHaveProperty('proof')
  })
})
