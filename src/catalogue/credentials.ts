import { looksLikeJws } from '../badge/index.js'
import { credentialKinds } from '../badge/kinds/index.js'
import { BadgeError } from '../errors.js'
import { defined } from '../internal/defined.js'
import { asArray, isJsonObject } from '../internal/json.js'
import { limits } from '../internal/limits.js'
import { suiteNames } from '../internal/suite-names.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import type { SuiteName } from '../types/proof.js'
import type { Problem } from '../types/verification.js'
import { type Operation, operation } from './operation.js'
import { flag, input, listOf, oneOf, output, text, time } from './schema.js'
import { schemas } from './schemas.js'

const { Credential, VerificationResult } = schemas
/** Suites that are called so: the proof of the other has a type of its own. */
const cryptosuites = suiteNames.filter((name) => name !== 'Ed25519Signature2020')
/** Options that are honoured; any other is refused, since anyone who sends one counts on it. */
const issueOptions = input(
  {},
  {
    created: time('When the proof is made.'),
    challenge: text('Goes into the proof.', 500),
    domain: text('Goes into the proof.', 500),
    cryptosuite: oneOf('The suite to sign with, if the key fits it.', cryptosuites),
    mandatoryPointers: listOf(text('JSON pointer.', 500), 'For `ecdsa-sd-2023`: what a holder cannot leave out.', 1000),
  },
)
const expectedOptions = {
  challenge: text('What the proof must carry.', 500),
  domain: text('What the proof must carry.', 500),
  checks: listOf(
    oneOf('A check.', ['proof', 'credentialStatus', 'credentialSchema']),
    'Checks to make. All are made.',
    20,
  ),
}
/** Of the library's own: what a verifier asks beyond the VC-API. */
const libraryOptions = {
  accept: listOf(oneOf('A kind of document.', credentialKinds), 'What may pass. Default: every kind.', 10),
  profile: oneOf('The data model to hold it against. Default: `vcdm`.', ['vcdm', 'vcdm2', 'ob3']),
  statusIssuers: listOf(text('Id of an issuer.', 2000), 'Whose status lists count for others too.', 100),
  strictStatusList: flag('A list of fewer than 131,072 entries decides nothing.', false),
  recipient: text('Whom the credential must have been issued to.', 500),
  recipientMatch: oneOf('How an address is compared.', ['folded', 'exact']),
  strictJwt: flag('Holds JWTs against every rule of Open Badges 3.0.', false),
}
const verifyOptions = input(
  {},
  {
    ...expectedOptions,
    ...libraryOptions,
    returnCredential: flag('The answer has the credential too.', false),
    returnResults: flag('The answer has every check.', false),
  },
)
const presentationOptions = input({}, { ...expectedOptions, ...libraryOptions })
const document: JsonObject = { type: ['object', 'string'] }

/** RFC 9457 as VC Data Model 2.0 §7.1 has it, with our code. */
const details = (problems: readonly Problem[]): JsonObject[] =>
  problems.map(({ type, title, detail, code, pointer }) => ({ type, title, detail, code, ...defined({ pointer }) }))

const textOf = (value: JsonValue | undefined): string | undefined => (typeof value === 'string' ? value : undefined)

interface Given {
  readonly options?: JsonObject
}

/** What the caller of a verification expects of the proof. */
const expected = ({ options = {} }: Given) => ({
  ...defined({ challenge: textOf(options.challenge), domain: textOf(options.domain) }),
  ...Object.fromEntries(
    Object.keys(libraryOptions).flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  ),
})

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

/** An input of the VC-API: what it is about, under one of these names, and options. */
const body = (names: readonly [string, ...string[]], schema: JsonObject, options: JsonObject): JsonObject => ({
  type: 'object',
  ...(names.length === 1 ? { required: [...names] } : { anyOf: names.map((name) => ({ required: [name] })) }),
  properties: { ...Object.fromEntries(names.map((name) => [name, schema])), options },
  // What is null here is malformed, and not absent: the suites of the W3C ask for it.
  unevaluatedProperties: false,
})

/** Loaded when something is verified. */
const verifying = () => import('../verify/index.js')

/** The VC-API (VCALM): what the interoperability suites of the W3C talk to. */
export const credentialOperations: readonly Operation[] = [
  operation({
    name: 'credentials.issue',
    summary: 'VC-API: signs a credential as it is.',
    access: 'issuer',
    input: body(['credential'], Credential, issueOptions),
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
        {
          now: now(),
          ...signing,
          ...defined({
            suite: options.cryptosuite as SuiteName | undefined,
            created: textOf(options.created),
            challenge: textOf(options.challenge),
            domain: textOf(options.domain),
            mandatoryPointers: options.mandatoryPointers as readonly string[] | undefined,
          }),
        },
      )
      return { verifiableCredential }
    },
  }),
  operation({
    name: 'credentials.verify',
    summary: 'VC-API: verifies a credential.',
    access: 'anyone',
    input: body(['verifiableCredential', 'verifiableCredentialJwt'], document, verifyOptions),
    output: VerificationResult,
    errors: [],
    async run(
      host,
      given: Given & { readonly verifiableCredential?: JsonValue; readonly verifiableCredentialJwt?: JsonValue },
    ) {
      const { options = {} } = given
      const credential = sent(given.verifiableCredential ?? given.verifiableCredentialJwt)
      const { verifyCredential } = await verifying()
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
    input: body(['verifiablePresentation', 'presentation'], document, presentationOptions),
    output: VerificationResult,
    errors: [],
    async run(host, given: Given & { readonly verifiablePresentation?: JsonValue; readonly presentation?: JsonValue }) {
      const presentation = sent(given.verifiablePresentation ?? given.presentation)
      const inside = isJsonObject(presentation)
        ? asArray<JsonValue>(presentation.verifiableCredential)
            .filter(isJsonObject)
            .slice(0, limits.presentedCredentials)
        : []
      const { verifyPresentation } = await verifying()
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
