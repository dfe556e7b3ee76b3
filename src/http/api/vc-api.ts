import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import { limits } from '../../internal/limits.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { Problem } from '../../types/verification.js'
import { ownDocuments } from '../site/badge/verify-own.js'
import { type Visit, visitorKey } from '../site/visit.js'
import type { ApiAnswer, Operation } from './operation.js'
import { schemaRef } from './schemas.js'

const wrong = (message: string): BadgeError => new BadgeError('ERR_ARGUMENT_INVALID', message)

function member(value: JsonValue | undefined, ...names: readonly string[]): JsonValue {
  if (!isJsonObject(value)) throw wrong('The body must be a JSON object.')
  for (const name of names) {
    const found = value[name]
    if (isJsonObject(found) || typeof found === 'string') return found
  }
  throw wrong(`The body must have "${names[0]}".`)
}

function optionsOf(value: JsonValue | undefined): JsonObject {
  const given = isJsonObject(value) ? value.options : undefined
  if (given === undefined) return {}
  if (!isJsonObject(given)) throw wrong('"options" must be a JSON object.')
  return given
}

const options = (visit: Visit) => visit.site.options.vcApi ?? {}

/** Contexts, documents and fetch for reading, ours included. */
async function reading(visit: Visit, credentials: readonly JsonObject[]) {
  const { contexts, documents, fetch } = options(visit)
  let own: Record<string, JsonValue> = {}
  for (const credential of credentials) own = { ...own, ...(await ownDocuments(visit.site, credential)) }
  return {
    ...defined({ contexts }),
    documents: { ...documents, ...own },
    ...defined({ fetch }),
    now: visit.site.now(),
  }
}

/** RFC 9457 as VC Data Model 2.0 §7.1 has it, with our code. */
const details = (problems: readonly Problem[]): JsonObject[] =>
  problems.map(({ type, title, detail, code, pointer }) => ({
    type,
    title,
    detail,
    code,
    ...defined({ pointer }),
  }))

/** The W3C suites read 400 as "not verified"; the body says why. */
const verdict = (verified: boolean, body: JsonObject): ApiAnswer => ({
  status: verified ? 200 : 400,
  body: { verified, ...body },
})

const text = (value: JsonValue | undefined): string | undefined => (typeof value === 'string' ? value : undefined)

/** The VC-API (VCALM): what the interoperability suites of the W3C talk to. */
export const vcApiOperations: readonly Operation[] = [
  {
    id: 'vcIssue',
    method: 'POST',
    path: '/credentials/issue',
    summary: 'VC-API: signs a credential as it stands.',
    protected: true,
    body: {
      type: 'object',
      required: ['credential'],
      properties: { credential: schemaRef('Credential'), options: { type: 'object' } },
    },
    answers: {
      201: {
        description: 'The signed credential.',
        schema: {
          type: 'object',
          required: ['verifiableCredential'],
          properties: { verifiableCredential: schemaRef('Credential') },
        },
      },
    },
    async run(visit, value) {
      const credential = member(value, 'credential')
      if (!isJsonObject(credential)) throw wrong('"credential" must be a JSON object.')
      const { contexts, documents, suite } = options(visit)
      const [{ checkDataModel }, { signCredential }] = await Promise.all([
        import('../../credential/index.js'),
        import('../../proof/index.js'),
      ])
      const report = checkDataModel(credential, { profile: 'vcdm' })
      const [first] = report.problems
      if (first !== undefined) {
        throw new BadgeError('ERR_MODEL_INVALID', first.detail, { problems: report.problems })
      }
      const asked = optionsOf(value)
      const created = text(asked.created)
      const signed = await signCredential(
        credential as Parameters<typeof signCredential>[0],
        visit.service.options.signer,
        {
          now: visit.site.now(),
          ...defined({ contexts, documents, suite, created }),
        },
      )
      return { status: 201, body: { verifiableCredential: signed } }
    },
  },
  {
    id: 'vcVerify',
    method: 'POST',
    path: '/credentials/verify',
    summary: 'VC-API: verifies a credential.',
    protected: (visit) => options(visit).protectVerify === true,
    limited: true,
    body: {
      type: 'object',
      required: ['verifiableCredential'],
      properties: { verifiableCredential: {}, options: { type: 'object' } },
    },
    answers: {
      200: { description: 'It is verified.', schema: schemaRef('VerificationResult') },
      400: { description: 'It is not, or the request is malformed.', schema: schemaRef('VerificationResult') },
    },
    async run(visit, value) {
      await visit.limit('verifyVisitor', visitorKey(visit))
      const credential = member(value, 'verifiableCredential', 'verifiableCredentialJwt')
      const asked = optionsOf(value)
      const challenge = text(asked.challenge)
      const domain = text(asked.domain)
      const { verifyCredential } = await import('../../verify/index.js')
      const result = await verifyCredential(credential, {
        ...(await reading(visit, isJsonObject(credential) ? [credential] : [])),
        profile: 'vcdm',
        ...defined({ challenge, domain }),
      })
      return verdict(result.verified, {
        problemDetails: details(result.problems),
        warnings: details(result.warnings),
        ...(asked.returnCredential === true && isJsonObject(credential) ? { credential } : {}),
        ...(asked.returnResults === true ? { results: { checks: result.checks as unknown as JsonValue } } : {}),
      })
    },
  },
  {
    id: 'vcVerifyPresentation',
    method: 'POST',
    path: '/presentations/verify',
    summary: 'VC-API: verifies a presentation and the credentials in it.',
    protected: (visit) => options(visit).protectVerify === true,
    limited: true,
    body: {
      type: 'object',
      required: ['verifiablePresentation'],
      properties: { verifiablePresentation: {}, options: { type: 'object' } },
    },
    answers: {
      200: { description: 'It is verified.', schema: schemaRef('VerificationResult') },
      400: { description: 'It is not, or the request is malformed.', schema: schemaRef('VerificationResult') },
    },
    async run(visit, value) {
      await visit.limit('verifyVisitor', visitorKey(visit))
      const presentation = member(value, 'verifiablePresentation', 'presentation')
      const inside = isJsonObject(presentation)
        ? asArray<JsonValue>(presentation.verifiableCredential)
            .filter(isJsonObject)
            .slice(0, limits.presentedCredentials)
        : []
      const asked = optionsOf(value)
      const challenge = text(asked.challenge)
      const domain = text(asked.domain)
      const { verifyPresentation } = await import('../../verify/index.js')
      const result = await verifyPresentation(presentation as Parameters<typeof verifyPresentation>[0], {
        ...(await reading(visit, inside)),
        profile: 'vcdm',
        ...defined({ challenge, domain }),
      })
      return verdict(result.verified, {
        problemDetails: details(result.problems),
        warnings: details(result.warnings),
      })
    },
  },
]
