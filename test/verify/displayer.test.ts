import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { bakeImage } from '../../src/container/index.js'
import { createCredential } from '../../src/credential/index.js'
import { generateKeyPair } from '../../src/keys/index.js'
import { signCredential } from '../../src/proof/index.js'
import { createStatusEntry, createStatusList, publishStatusList, setStatus } from '../../src/status/index.js'
import type { JsonObject } from '../../src/types/json.js'
import type { DocumentMap } from '../../src/types/loader.js'
import { explain, verifyCredential } from '../../src/verify/index.js'
import { cli, temporaryFolder } from '../cli/cli.js'

/**
 * Open Badges 3.0 certification guide, "Displayer": three badges (valid, expired, revoked) of each data model; for each,
 * the status, and name, description, issuer name, date and picture are shown.
 */
const issued = '2026-01-01T00:00:00Z'
const now = '2026-06-01T00:00:00Z'
const listUrl = 'https://conformance.example/status/1'
const vcrlUrl = 'https://conformance.example/revoked'
const key = await generateKeyPair({ seed: new Uint8Array(32).fill(7) })
const art = new Uint8Array(readFileSync(new URL('../../examples/art/welder.png', import.meta.url)))
const picture = 'https://conformance.example/welder.png'

const list = createStatusList({ purpose: 'revocation' })
const entry = (index: number) => createStatusEntry(list, index, { statusListCredential: listUrl }) as JsonObject
const ids = {
  valid: 'urn:uuid:00000000-0000-4000-a000-000000000001',
  revoked: 'urn:uuid:00000000-0000-4000-a000-000000000002',
}
const documents: DocumentMap = {
  [listUrl]: JSON.parse(
    JSON.stringify(await publishStatusList(setStatus(list, 11), key, { id: listUrl, now: issued, created: issued })),
  ),
  [vcrlUrl]: { id: vcrlUrl, issuer: key.did, revokedCredential: [ids.revoked] },
}

type State = 'valid' | 'expired' | 'revoked'
const states: readonly State[] = ['valid', 'expired', 'revoked']

/** Guide 1.1 defines "revoked" by a 1EdTech revocation list; the specification by a bitstring one. */
const services: Readonly<Record<string, (state: State) => JsonObject>> = {
  'Bitstring Status List': (state) => entry(state === 'revoked' ? 11 : 12),
  '1EdTech revocation list': () => ({ id: vcrlUrl, type: '1EdTechRevocationList' }),
}

function badgeOf(state: State, service: string, version: '1.1' | '2.0'): JsonObject {
  const until = state === 'expired' ? '2026-02-01T00:00:00Z' : '2030-01-01T00:00:00Z'
  const {
    validFrom,
    validUntil,
    awardedDate: _,
    ...rest
  } = createCredential(
    {
      issuer: { id: key.did, name: 'Example School of Welding' },
      achievement: {
        name: 'Welder I',
        description: 'Welds structural steel.',
        criteria: 'Passed the exam.',
        image: { id: picture },
      },
      recipient: { id: 'did:example:kim' },
      credentialStatus: services[service]?.(state) as never,
      validUntil: until,
    },
    { now: issued, id: state === 'revoked' ? ids.revoked : ids.valid },
  ) as unknown as JsonObject
  if (version === '2.0') return { ...rest, validFrom: validFrom ?? '', validUntil: validUntil ?? '' }
  const contexts = ['https://www.w3.org/2018/credentials/v1', ...(rest['@context'] as string[]).slice(1)]
  return { ...rest, '@context': contexts, issuanceDate: validFrom ?? '', expirationDate: validUntil ?? '' }
}

const cells = (['2.0', '1.1'] as const).flatMap((version) =>
  Object.keys(services).flatMap((service) => states.map((state) => ({ version, service, state }))),
)

describe('displayer', () => {
  const path = temporaryFolder()

  test.each(cells)('data model $version, $service: $state', async ({ version, service, state }) => {
    // Data model 1.1 has status entries of 2.0 only where a context defines them.
    const plain = badgeOf(state, service, version)
    const contexts = plain['@context'] as string[]
    const extra =
      version === '1.1' && service.startsWith('Bitstring') ? ['https://www.w3.org/ns/credentials/status/v1'] : []
    const signed = await signCredential({ ...plain, '@context': [...contexts, ...extra] }, key, { created: issued })
    const result = await verifyCredential(signed, { now, documents })
    expect(result.outcome).toBe(state === 'valid' ? 'verified' : 'failed')
    expect(result.problems.map(({ code }) => code)).toEqual(
      { valid: [], expired: ['ERR_EXPIRED'], revoked: ['ERR_STATUS_REVOKED'] }[state],
    )
    const lines = explain(result).split('\n')
    expect(lines).toEqual(
      expect.arrayContaining([
        '  name:        "Welder I"',
        '  description: "Welds structural steel."',
        '  issuer:      "Example School of Welding"',
        `  issued:      "${issued}"`,
        `  image:       ${picture}`,
        `  status:      ${state}`,
      ]),
    )
  })

  test.each(states)('the command, of a baked picture: %s', async (state) => {
    const signed = await signCredential(badgeOf(state, 'Bitstring Status List', '2.0'), key, { created: issued })
    writeFileSync(path(`${state}.png`), await bakeImage(art, signed))
    writeFileSync(path('documents.json'), JSON.stringify(documents))
    const args = ['--documents', path('documents.json'), '--now', now]
    const { out } = await cli(['explain', path(`${state}.png`), ...args])
    expect(out).toContain('  name:        "Welder I"\n')
    expect(out).toContain('  image:       the PNG that it is baked into\n')
    expect(out).toContain(`  status:      ${state}\n`)
    const { code } = await cli(['verify', path(`${state}.png`), ...args])
    expect(code).toBe(state === 'valid' ? 0 : 1)
  })
})
