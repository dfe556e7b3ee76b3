import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createCredential } from '../../src/credential/index.js'
import { generateKeyPair } from '../../src/keys/index.js'
import { decodeJwt, signCredential, signCredentialAsJwt } from '../../src/proof/index.js'
import type { JsonObject } from '../../src/types/json.js'
import type { IdentityObject } from '../../src/types/open-badges.js'
import { verifyCredential } from '../../src/verify/index.js'
import { officialSchema, withProofsAsList } from '../credential/official-schemas.js'
import { hasVectors, noVectorsReason } from '../support/vectors.js'
import { askPython, noPythonReason, python } from './python.js'

/**
 * Open Badges 3.0 certification guide, "Issuer": a badge for conformance@imsglobal.org. Judged by 1EdTech's schemas, by
 * a verifier in Python, and by our own.
 */
const email = 'conformance@imsglobal.org'
const now = '2026-06-01T00:00:00Z'
const keys = { 'Data Integrity': await generateKeyPair(), 'RS256 JWT': await generateKeyPair({ type: 'RSA' }) }

const cells = (['Data Integrity', 'RS256 JWT'] as const).flatMap((format) =>
  (['hashed', 'plain'] as const).map((recipientPrivacy) => ({ format, recipientPrivacy })),
)

async function issued({ format, recipientPrivacy }: (typeof cells)[number]) {
  const key = keys[format]
  const credential = createCredential(
    {
      issuer: { id: key.did, name: 'Example School of Welding', url: 'https://school.example' },
      achievement: { name: 'Welder I', description: 'Welds structural steel.', criteria: 'Passed the exam.' },
      recipient: { email },
    },
    { now, recipientPrivacy },
  )
  if (format === 'RS256 JWT') return signCredentialAsJwt(credential, key, { now })
  return JSON.stringify(await signCredential(credential, key, { created: now }))
}

const contentOf = (badge: string): JsonObject =>
  badge.startsWith('ey') ? decodeJwt(badge).credential : JSON.parse(badge)

describe('issuer', () => {
  test.each(cells)('$format, recipient $recipientPrivacy: verified, and of this recipient', async (cell) => {
    const badge = await issued(cell)
    const result = await verifyCredential(badge, {
      now,
      recipient: email,
      require: ['subject.recipient'],
      strictJwt: true,
    })
    expect(result.problems).toEqual([])
    expect(result.outcome).toBe('verified')
    const { identifier = [] } = contentOf(badge).credentialSubject as { identifier?: IdentityObject[] }
    const [identity] = identifier
    const hash = createHash('sha256')
      .update(`${email}${identity?.salt ?? ''}`)
      .digest('hex')
    expect(identity?.identityHash).toBe(cell.recipientPrivacy === 'plain' ? email : `sha256$${hash}`)
    expect(JSON.stringify(contentOf(badge)).includes(email)).toBe(cell.recipientPrivacy === 'plain')
  })

  test.skipIf(!hasVectors).each(cells)(
    `$format, recipient $recipientPrivacy: follows both official schemas ${hasVectors ? '' : noVectorsReason}`,
    async (cell) => {
      const content = contentOf(await issued(cell))
      for (const family of ['tolerant', 'strict'] as const) {
        expect(officialSchema(family, 'AchievementCredential')?.(withProofsAsList(content)), family).toBe(true)
      }
    },
  )

  test.skipIf(python === undefined)(
    `the verifier in Python agrees, and refuses tampered twins ${python === undefined ? noPythonReason : ''}`,
    { timeout: 60_000 },
    async () => {
      const badges = await Promise.all(cells.map(issued))
      const questions = badges.flatMap((badge, i) => {
        const as = (text: string) => (text.startsWith('ey') ? { jwt: text } : { json: text })
        const twin = badge.startsWith('ey')
          ? badge.replace(/^(.+\.).(.+\.)/, '$1X$2')
          : badge.replace('Welder I', 'Welder X')
        return [
          { id: `${i}`, now, ...as(badge) },
          { id: `${i} tampered`, now, ...as(twin) },
        ]
      })
      const answers = await askPython(questions)
      expect(answers.map(({ id, verified }) => [id, verified])).toEqual(
        questions.map(({ id }) => [id, !id.endsWith('tampered')]),
      )
    },
  )
})
