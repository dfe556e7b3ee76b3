import { looksLikeJws } from '../badge/index.js'
import { credentialKinds, isEnvelope } from '../badge/kinds/index.js'
import { BadgeError } from '../errors.js'
import { defined } from '../internal/defined.js'
import { asArray, isJsonObject } from '../internal/json.js'
import { later } from '../internal/later.js'
import { limits } from '../internal/limits.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import { type Counted, checkNames, counted, countedWithin, notAskedFor, unasked } from './counted.js'
import { type Operation, operation } from './operation.js'
import { credentialResults, details, presentationResults } from './results.js'
import { flag, input, listOf, oneOf, text } from './schema.js'
import { schemas } from './schemas.js'
import { body, textOf } from './vc-api.js'

const { VerificationResult } = schemas
const expectedOptions = {
  challenge: text('What the proof must carry.', 500),
  domain: text('What the proof must carry.', 500),
  checks: listOf(
    oneOf('A check.', checkNames),
    'Without `credentialStatus` in it, no status is looked up, and the answer says so in `notChecked`. The rest is checked in any case.',
    20,
  ),
  returnProblemDetails: flag('The answer lists what is wrong.', true),
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
const returnResults = flag(
  'The answer has what each proof, status, schema and date was found to be, and every check.',
  false,
)
const verifyOptions = input(
  {},
  {
    ...expectedOptions,
    ...libraryOptions,
    returnCredential: flag('The answer has the credential too.', false),
    returnResults,
  },
)
const presentationOptions = input(
  {},
  {
    ...expectedOptions,
    ...libraryOptions,
    returnPresentation: flag('The answer has the presentation too.', false),
    returnResults,
  },
)
const document: JsonObject = { type: ['object', 'string'] }

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

/** The credentials themselves, where they can be read: what is in an envelope or a JWT. Nothing is believed of it. */
async function inside(values: readonly (JsonValue | undefined)[]): Promise<JsonObject[]> {
  const { decodeJwt, openEnvelope } = await proofs()
  return values.flatMap((value) => {
    if (isJsonObject(value) && !isEnvelope(value)) return [value]
    try {
      const jwt = isJsonObject(value) ? openEnvelope(value) : value
      return typeof jwt === 'string' ? [decodeJwt(jwt).credential] : []
    } catch {
      // What is wrong with it, the verification says.
      return []
    }
  })
}

/**
 * Documents whose issuers and statuses may be ours, of a presentation in any form: what it holds, and its holder, who may be one
 * of our issuers too.
 */
async function within(value: JsonValue | undefined): Promise<readonly JsonObject[]> {
  const { decodePresentationJwt, isPresentationEnvelope, openPresentationEnvelope, parseCompactJws } = await proofs()
  const read = (): JsonValue | undefined => {
    if (typeof value === 'string') return decodePresentationJwt(parseCompactJws(value)).secured
    if (isJsonObject(value) && isPresentationEnvelope(value)) {
      return decodePresentationJwt(openPresentationEnvelope(value)).secured
    }
    return value
  }
  try {
    const presentation = read()
    if (!isJsonObject(presentation)) return []
    const { verifiableCredential, holder } = presentation
    const held = asArray<JsonValue>(verifiableCredential).slice(0, limits.presentedCredentials)
    return [...(holder === undefined ? [] : [{ issuer: holder }]), ...(await inside(held))]
  } catch {
    return []
  }
}

/** Loaded when something is verified. */
const verifying = /* @__PURE__ */ later(() => import('../verify/index.js'))
const proofs = /* @__PURE__ */ later(() => import('../proof/index.js'))

/** The answer to a caller: the verdict, and what was left out of it. */
const answerOf = ({ verified, problems, warnings, notChecked }: Counted, { options = {} }: Given) => ({
  verified,
  ...(options.returnProblemDetails === false ? {} : { problemDetails: details(problems) }),
  warnings: details(warnings),
  ...(notChecked.length === 0 ? {} : { notChecked: [...notChecked] }),
})

type Result = Awaited<ReturnType<Awaited<ReturnType<typeof verifying>>['verifyCredential']>>

/** The document that was read, to show it beside what was found; whether it counts, `verified` says. */
const readOf = ({ credential, unverifiedCredential = {} }: Result): JsonObject =>
  (credential as JsonObject | undefined) ?? unverifiedCredential

/** A credential within a presentation, as the answer has it. */
function resultOf(result: Result, left: ReturnType<typeof notAskedFor>): JsonObject {
  const credential = readOf(result)
  return { ...answerOf(counted(result, left), {}), credential, results: credentialResults(result, credential) }
}

/** The VC-API (VCALM) where something is verified: what the interoperability suites of the W3C talk to. */
export const credentialOperations: readonly Operation[] = [
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
      const left = notAskedFor(options)
      const { verifyCredential } = await verifying()
      const result = await verifyCredential(credential, {
        ...(await host.reading(await inside([credential]))),
        now: host.now(),
        accept: credentialKinds,
        profile: 'vcdm',
        ...expected(given),
        ...(left.length === 0 ? {} : unasked),
      })
      return {
        ...answerOf(counted(result, left), given),
        ...(options.returnCredential === true ? { credential } : {}),
        ...(options.returnResults === true
          ? { results: credentialResults(result, readOf(result)), checks: [...result.checks] }
          : {}),
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
      const { options = {} } = given
      const left = notAskedFor(options)
      const { verifyPresentation } = await verifying()
      const result = await verifyPresentation(presentation as Parameters<typeof verifyPresentation>[0], {
        ...(await host.reading(await within(presentation))),
        now: host.now(),
        accept: credentialKinds,
        profile: 'vcdm',
        ...expected(given),
        ...(left.length === 0 ? {} : unasked),
      })
      return {
        ...answerOf(countedWithin(result, left), given),
        ...(options.returnPresentation === true ? { verifiablePresentation: presentation } : {}),
        ...(options.returnResults === true
          ? {
              results: presentationResults(
                result,
                result.presentation ?? result.unverifiedPresentation ?? {},
                expected(given),
                result.credentials.map((each) => resultOf(each.result, left)),
              ),
              checks: [...result.checks],
            }
          : {}),
      }
    },
  }),
]
