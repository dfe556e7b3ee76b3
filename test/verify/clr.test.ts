import { beforeAll, describe, expect, it } from 'vitest'
import { createClr } from '../../src/credential/index.js'
import { issueBadge } from '../../src/issue-badge.js'
import { envelopCredential, signCredential, signCredentialAsJwt } from '../../src/proof/index.js'
import type { CredentialKind } from '../../src/types/credential.js'
import type { ClrDraft } from '../../src/types/draft.js'
import type { JsonObject, JsonValue } from '../../src/types/json.js'
import type { VerificationResult } from '../../src/types/verification.js'
import { type VerifyOptions, verifyCredential } from '../../src/verify/index.js'
import { testKey } from '../support/badge.js'
import { vectorContexts } from '../support/vector-contexts.js'
import { hasVectors, noVectorsReason, readVectorJson, readVectorText } from '../support/vectors.js'

const now = '2026-02-01T00:00:00Z'
const [school, acme] = [await testKey(7), await testKey(9)]
const contexts = hasVectors ? vectorContexts() : {}
const accept = 'clr' as const
const verify = (input: unknown, options: Omit<VerifyOptions, 'accept'> = {}) =>
  verifyCredential(input, { accept: ['badge', 'clr'], now, contexts, ...options })
const checkOf = ({ checks }: VerificationResult<CredentialKind>, id: string) => {
  const check = checks.find((each) => each.id === id)
  if (check === undefined) throw new Error(`no check ${id}`)
  return check
}

const badgeOf = async (name: string): Promise<JsonObject> => {
  const draft = {
    issuer: { name: 'Acme' },
    achievement: { name, description: 'Welds.', criteria: 'Passed.' },
    recipient: { did: 'did:example:kim' },
  }
  return JSON.parse(JSON.stringify(await issueBadge(draft, acme, { now: '2026-01-01T00:00:00Z' })))
}

const recordOf = async (
  credential: readonly (object | string)[],
  changes: Partial<ClrDraft> = {},
): Promise<JsonObject> => {
  const record = createClr(
    {
      issuer: { id: school.did, name: 'School' },
      name: 'Transcript',
      recipient: 'did:example:kim',
      credential,
      ...changes,
    },
    { now: '2026-01-02T00:00:00Z' },
  )
  return JSON.parse(JSON.stringify(await signCredential(record, school, { contexts, created: '2026-01-02T00:00:00Z' })))
}

const withoutProof = ({ proof: _, ...unsigned }: JsonObject): JsonObject => unsigned

describe.skipIf(!hasVectors)(
  `CLR 2.0: the record and each credential in it ${hasVectors ? '' : noVectorsReason}`,
  () => {
    let first: JsonObject
    let second: JsonObject
    beforeAll(async () => {
      first = await badgeOf('Welder I')
      second = await badgeOf('Welder II')
    })

    it('a record of signed badges is verified, with their results', async () => {
      const result = await verify(await recordOf([first, second]))
      expect([result.outcome, result.standard, result.issuer?.name]).toEqual(['verified', 'clr2', 'School'])
      const check = checkOf(result, 'clr.credentials')
      expect([check.status, check.required]).toEqual(['passed', true])
      expect(check.nested?.map(({ pointer, result: { outcome, standard } }) => [pointer, outcome, standard])).toEqual([
        ['/credentialSubject/verifiableCredential/0', 'verified', 'ob3'],
        ['/credentialSubject/verifiableCredential/1', 'verified', 'ob3'],
      ])
    })

    it('a badge that is a JWT stands in the record as its text, and is verified like any other', async () => {
      const [jwt = '', other = ''] = await Promise.all(
        [first, second].map((badge) => signCredentialAsJwt(withoutProof(badge), acme, { now })),
      )
      const result = await verify(await recordOf([jwt, second]))
      expect([result.outcome, checkOf(result, 'clr.credentials').nested?.map((each) => each.result.source)]).toEqual([
        'verified',
        ['jwt', 'object'],
      ])
      const [header, , signature] = jwt.split('.')
      const forged = `${header}.${other.split('.')[1]}.${signature}`
      expect(checkOf(await verify(await recordOf([forged])), 'clr.credentials').status).toBe('failed')
      const record = await recordOf([jwt])
      const credentialSubject = { ...(record.credentialSubject as JsonObject), verifiableCredential: [other] }
      expect(checkOf(await verify({ ...record, credentialSubject }), 'proof.signature').status).toBe('failed')
      const text = { ...credentialSubject, verifiableCredential: ['a badge'] }
      expect(checkOf(await verify({ ...record, credentialSubject: text }), 'model.schema').status).toBe('failed')
    })

    it('each credential is held against its own model, in whatever form it stands there', async () => {
      const unsigned = withoutProof(await recordOf([first]))
      const holding = async (...verifiableCredential: JsonValue[]) => {
        const credentialSubject = { ...(unsigned.credentialSubject as JsonObject), verifiableCredential }
        const options = { contexts, created: '2026-01-02T00:00:00Z', dangerouslySkipModelCheck: true }
        return checkOf(
          await verify(await signCredential({ ...unsigned, credentialSubject }, school, options)),
          'clr.credentials',
        ).status
      }
      const jwtOf = (credential: object) =>
        signCredentialAsJwt(credential, acme, { format: 'vc+jwt', dangerouslySkipModelCheck: true })
      const envelopeOf = (jwt: string): JsonObject => ({ ...envelopCredential(jwt) })
      const { credentialSubject, ...badge } = withoutProof(first)
      const other = await jwtOf({
        '@context': ['https://www.w3.org/ns/credentials/v2'],
        id: 'urn:uuid:3a3f5d5e-0000-4000-8000-000000000001',
        type: ['VerifiableCredential'],
        issuer: acme.did,
        credentialSubject: { id: 'did:example:kim' },
      })
      expect([await holding(other), await holding(envelopeOf(other))]).toEqual(['passed', 'passed'])
      // A badge that says nothing of what was achieved.
      const { achievement: _, ...nothing } = credentialSubject as JsonObject
      const broken = await jwtOf({ ...badge, credentialSubject: nothing })
      expect([await holding(broken), await holding(envelopeOf(broken))]).toEqual(['failed', 'failed'])
    })

    it('without its context, which is not bundled, nothing can be said', async () => {
      const result = await verifyCredential(await recordOf([first]), { now, accept })
      expect([result.outcome, checkOf(result, 'model.context').problems[0]?.code]).toEqual([
        'indeterminate',
        'ERR_CONTEXT_UNAVAILABLE',
      ])
    })

    it('a badge that was altered before it came into the record fails the record', async () => {
      const forged = { ...second, name: 'Welder III' }
      const result = await verify(await recordOf([first, forged]))
      expect(result.outcome).toBe('failed')
      expect(checkOf(result, 'clr.credentials').problems.map(({ code, pointer }) => [code, pointer])).toEqual([
        ['ERR_VERIFICATION_FAILED', '/credentialSubject/verifiableCredential/1'],
      ])
    })

    it('a badge that was altered inside the signed record fails its proof', async () => {
      const record = await recordOf([first])
      const subject = record.credentialSubject as JsonObject
      const [badge] = subject.verifiableCredential as JsonObject[]
      const altered = { ...record, credentialSubject: { ...subject, verifiableCredential: [{ ...badge, name: 'x' }] } }
      expect(checkOf(await verify(altered), 'proof.signature').status).toBe('failed')
    })

    it('an expired badge fails, and one that cannot be decided leaves the record undecided', async () => {
      const record = await recordOf([{ ...first, validUntil: '2026-01-15T00:00:00Z' }])
      expect((await verify(record)).outcome).toBe('failed')
      const open = await issueBadge(
        {
          issuer: { name: 'Acme' },
          achievement: { name: 'Welder I', description: 'Welds.', criteria: 'Passed.' },
          recipient: { did: 'did:example:kim' },
          credentialStatus: { id: 'https://acme.example/status#1', type: '1EdTechRevocationList' },
        },
        acme,
        { now: '2026-01-01T00:00:00Z' },
      )
      expect((await verify(await recordOf([open]))).outcome).toBe('indeterminate')
    })

    it('for a badge without a proof the issuer of the record vouches, and that is told', async () => {
      const result = await verify(await recordOf([first, withoutProof(second)]))
      const check = checkOf(result, 'clr.credentials')
      expect([result.outcome, check.status]).toEqual(['verified', 'passed'])
      expect(check.warnings.map(({ code, pointer }) => [code, pointer])).toEqual([
        ['ERR_PROOF_MISSING', '/credentialSubject/verifiableCredential/1'],
      ])
    })

    it('a badge without a proof that has something else wrong is not vouched for', async () => {
      const { credentialSubject: _, ...broken } = withoutProof(second)
      const credential = { ...broken, credentialSubject: { id: 'did:example:kim' } }
      await expect(recordOf([credential])).rejects.toMatchObject({ code: 'ERR_DRAFT_INVALID' })
      const record = await recordOf([withoutProof(second)])
      const subject = { ...(record.credentialSubject as JsonObject), verifiableCredential: [credential] }
      const options = { contexts, created: '2026-01-02T00:00:00Z', lint: 'off' } as const
      const forged = await signCredential({ ...withoutProof(record), credentialSubject: subject }, school, options)
      const result = await verify(JSON.parse(JSON.stringify(forged)))
      expect(result.outcome).toBe('failed')
    })

    it('a record inside a record is not taken apart', async () => {
      const check = checkOf(await verify(await recordOf([await recordOf([first])])), 'clr.credentials')
      expect(check.status).toBe('indeterminate')
      const inner = check.nested?.[0]?.result
      expect(inner && checkOf(inner, 'clr.credentials').problems[0]?.code).toBe('ERR_LIMIT_EXCEEDED')
    })

    it('in a badge the check has nothing to do', async () => {
      const check = checkOf(await verify(first), 'clr.credentials')
      expect([check.status, check.required]).toEqual(['skipped', false])
    })

    it.each([
      ['1edtech-validator/clr20/simple.json', 'verified'],
      ['openbadges-specification/examples/vc/impl-linked-data-proof-clr-7.signed.json', 'verified'],
    ])('%s', async (path, outcome) => {
      const credential = readVectorJson<JsonObject>(path)
      const asked = { accept, contexts, dangerouslyAcceptSelfAssertedKeys: true, now: '2026-02-01T00:00:00Z' }
      const result = await verifyCredential(credential, asked)
      expect(result.problems).toEqual([])
      expect([result.outcome, result.standard]).toEqual([outcome, 'clr2'])
    })

    it('a record as JWT', async () => {
      const result = await verifyCredential(readVectorText('1edtech-validator/clr20/simple.jwt').trim(), {
        contexts,
        dangerouslyAcceptSelfAssertedKeys: true,
        now,
      })
      expect(result.standard).toBe('clr2')
    })
  },
)
