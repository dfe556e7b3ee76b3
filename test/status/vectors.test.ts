import { describe, expect, it } from 'vitest'
import { signCredential } from '../../src/proof/index.js'
import type { JsonObject } from '../../src/types/json.js'
import type { DocumentMap } from '../../src/types/loader.js'
import { verifyCredential } from '../../src/verify/index.js'
import { sampleBadge, testKey } from '../support/badge.js'
import { hasVectors, noVectorsReason, readVectorJson } from '../support/vectors.js'

const folder = 'digitalcredentials-vc-test-fixtures'
const lists = 'https://digitalcredentials.github.io/vc-test-fixtures/statusLists/didkey-ed25519Signature2020'
const now = '2026-06-01T00:00:00Z'

/** The places where the fixtures are published, as SOURCE.md says, answered from the files. */
const documents = (): DocumentMap => ({
  ...Object.fromEntries(
    ['e5WK8CbZ1GjycuPombrj', 'expired', 'missingBitStringType', 'notYetValid', 'tampered'].map((name) => [
      `${lists}/${name}`,
      readVectorJson<JsonObject>(`${folder}/statusLists/didkey-ed25519Signature2020/${name}`),
    ]),
  ),
  ...Object.fromEntries(
    ['legacy', 'oidf'].map((name) => [
      `https://digitalcredentials.github.io/vc-test-fixtures/dids/${name}/did.json`,
      readVectorJson<JsonObject>(`${folder}/dids/${name}/did.json`),
    ]),
  ),
})

interface Expected {
  readonly file: string
  readonly signature: string
  readonly status: string
}

/**
 * Their word for the status → what is said of the list. It is by another issuer than the badges and calls itself by
 * another address than their entries do, so that it decides nothing (VCDM 2.0 §4.10, Bitstring Status List 1.0 §3.2).
 */
const verdicts: Readonly<Record<string, RegExp>> = { valid: /says nothing against/, revoked: /says revoked/ }

describe.skipIf(!hasVectors)(`digitalcredentials/vc-test-fixtures${hasVectors ? '' : ` (${noVectorsReason})`}`, () => {
  // The pictures beside the credentials hold none, see SOURCE.md.
  const rows = hasVectors
    ? readVectorJson<Expected[]>(`${folder}/expected.json`).filter(
        ({ file, status }) => status !== 'none' && file.endsWith('.json'),
      )
    : []

  it('has cases of every verdict', () => {
    expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(Object.keys(verdicts)))
    expect(rows.length).toBeGreaterThanOrEqual(18)
  })

  it.each(rows)('$file: $status', async ({ file, status, signature }) => {
    const result = await verifyCredential(readVectorJson(`${folder}/${file}`), {
      documents: documents(),
      now,
      profile: 'vcdm',
    })
    const check = result.checks.find(({ id }) => id === 'status.revocation')
    expect(result.checks.find(({ id }) => id === 'proof.signature')?.status).toBe(
      signature === 'valid' ? 'passed' : 'failed',
    )
    const [found] = check?.problems ?? []
    expect([check?.status, found?.code]).toEqual(['indeterminate', 'ERR_STATUS_LIST_MISMATCH'])
    expect(found?.detail).toMatch(verdicts[status] ?? /^$/)
    expect(check?.warnings.map(({ code }) => code)).toContain('ERR_STATUS_LIST_LENGTH')
  })

  it.each([
    ['expired', 'ERR_STATUS_LIST_EXPIRED'],
    ['notYetValid', 'ERR_STATUS_LIST_EXPIRED'],
    ['missingBitStringType', 'ERR_STATUS_LIST_INVALID'],
    ['tampered', 'ERR_STATUS_LIST_UNVERIFIED'],
  ])('the list "%s" says nothing', async (name, code) => {
    const key = await testKey()
    const credentialStatus = {
      type: 'BitstringStatusListEntry',
      statusPurpose: 'revocation',
      statusListIndex: '7',
      statusListCredential: `${lists}/${name}`,
    }
    const badge = await signCredential({ ...sampleBadge(key.did), credentialStatus }, key, { created: now })
    const result = await verifyCredential(badge, { documents: documents(), now })
    const check = result.checks.find(({ id }) => id === 'status.revocation')
    expect([check?.status, check?.problems.map((found) => found.code)]).toEqual(['indeterminate', [code]])
  })
})
