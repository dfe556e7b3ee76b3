import { looksLikeJws } from '../badge/index.js'
import { BadgeError } from '../errors.js'
import { defined } from '../internal/defined.js'
import { asArray, isJsonObject } from '../internal/json.js'
import { limits } from '../internal/limits.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import type { Problem } from '../types/verification.js'
import { type Operation, operation } from './operation.js'
import { output } from './schema.js'
import { schemas } from './schemas.js'

const { Credential, VerificationResult } = schemas
const options: JsonObject = { type: 'object' }
const document: JsonObject = { type: ['object', 'string'] }

/** RFC 9457 as VC Data Model 2.0 §7.1 has it, with our code. */
const details = (problems: readonly Problem[]): JsonObject[] =>
  problems.map(({ type, title, detail, code, pointer }) => ({ type, title, detail, code, ...defined({ pointer }) }))

const textOf = (value: JsonValue | undefined): string | undefined => (typeof value === 'string' ? value : undefined)

interface Given {
  readonly options?: JsonObject
}

/** What the caller of a verification expects of the proof. */
const expected = ({ options = {} }: Given) =>
  defined({ challenge: textOf(options.challenge), domain: textOf(options.domain) })

/**
 * A credential or presentation as the VC-API has it: an object, or a JWT. JSON that is sent as text is refused, since a
 * receiver that reads it takes for a credential what the specification has no place for.
 *
 * @throws BadgeError `ERR_JSON_INVALID`
 */
function sent(value: JsonValue | undefined): JsonValue | undefined {
  if (typeof value !== 'string' || looksLikeJws(value)) return value
  throw new BadgeError('ERR_JSON_INVALID', 'Send a JSON object or a JWT; this is other text.')
}

/** An input of the VC-API. It may have members that are not ours to know. */
const open = (names: readonly [string, ...string[]], schema: JsonObject): JsonObject => ({
  type: 'object',
  ...(names.length === 1 ? { required: [...names] } : { anyOf: names.map((name) => ({ required: [name] })) }),
  properties: { ...Object.fromEntries(names.map((name) => [name, schema])), options },
})

/** Loaded when something is verified. */
const verifying = () => Promise.all([import('../verify/index.js'), import('../verify/kinds/index.js')])

/** The VC-API (VCALM): what the interoperability suites of the W3C talk to. */
export const credentialOperations: readonly Operation[] = [
  operation({
    name: 'credentials.issue',
    summary: 'VC-API: signs a credential as it is.',
    access: 'issuer',
    input: open(['credential'], Credential),
    output: output({ verifiableCredential: Credential }, {}, 'The signed credential.'),
    errors: [
      'ERR_CONTEXT_INVALID',
      'ERR_CONTEXT_UNAVAILABLE',
      'ERR_MODEL_INVALID',
      'ERR_RDF_INVALID',
      'ERR_RDF_LIMIT',
      'ERR_SIGN_ALREADY_SIGNED',
      'ERR_SIGN_FAILED',
      'ERR_SIGN_ISSUER_MISMATCH',
      'ERR_SUITE_UNSUPPORTED',
      'ERR_TERM_UNDEFINED',
    ],
    async run({ service, signing, now }, { credential, options = {} }: Given & { readonly credential: JsonObject }) {
      const [{ checkDataModel }, { signCredential }] = await Promise.all([
        import('../credential/index.js'),
        import('../proof/index.js'),
      ])
      const report = checkDataModel(credential, { profile: 'vcdm' })
      const [first] = report.problems
      if (first !== undefined) {
        throw new BadgeError('ERR_MODEL_INVALID', first.detail, { problems: report.problems })
      }
      const verifiableCredential = await signCredential(
        credential as Parameters<typeof signCredential>[0],
        service.options.signer,
        { now: now(), ...signing, ...defined({ created: textOf(options.created) }) },
      )
      return { verifiableCredential }
    },
  }),
  operation({
    name: 'credentials.verify',
    summary: 'VC-API: verifies a credential.',
    access: 'anyone',
    input: open(['verifiableCredential', 'verifiableCredentialJwt'], document),
    output: VerificationResult,
    errors: [],
    async run(
      host,
      given: Given & { readonly verifiableCredential?: JsonValue; readonly verifiableCredentialJwt?: JsonValue },
    ) {
      const { options = {} } = given
      const credential = sent(given.verifiableCredential ?? given.verifiableCredentialJwt)
      const [{ verifyCredential }, { credentialKinds }] = await verifying()
      const result = await verifyCredential(credential, {
        ...(await host.reading(isJsonObject(credential) ? [credential] : [])),
        now: host.now(),
        accept: credentialKinds,
        profile: 'vcdm',
        ...expected(given),
      })
      return {
        verified: result.verified,
        problemDetails: details(result.problems),
        warnings: details(result.warnings),
        ...(options.returnCredential === true && isJsonObject(credential) ? { credential } : {}),
        ...(options.returnResults === true ? { results: { checks: result.checks } } : {}),
      }
    },
  }),
  operation({
    name: 'presentations.verify',
    summary: 'VC-API: verifies a presentation and the credentials in it.',
    access: 'anyone',
    input: open(['verifiablePresentation', 'presentation'], document),
    output: VerificationResult,
    errors: [],
    async run(host, given: Given & { readonly verifiablePresentation?: JsonValue; readonly presentation?: JsonValue }) {
      const presentation = sent(given.verifiablePresentation ?? given.presentation)
      const inside = isJsonObject(presentation)
        ? asArray<JsonValue>(presentation.verifiableCredential)
            .filter(isJsonObject)
            .slice(0, limits.presentedCredentials)
        : []
      const [{ verifyPresentation }, { credentialKinds }] = await verifying()
      const result = await verifyPresentation(presentation as Parameters<typeof verifyPresentation>[0], {
        ...(await host.reading(inside)),
        now: host.now(),
        accept: credentialKinds,
        profile: 'vcdm',
        ...expected(given),
      })
      return {
        verified: result.verified,
        problemDetails: details(result.problems),
        warnings: details(result.warnings),
      }
    },
  }),
]
