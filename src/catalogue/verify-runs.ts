import { looksLikeJws } from '../badge/index.js'
import { credentialKinds, isEnvelope } from '../badge/kinds/index.js'
import { BadgeError } from '../errors.js'
import { defined } from '../internal/defined.js'
import { asArray, isJsonObject } from '../internal/json.js'
import { later } from '../internal/later.js'
import { limits } from '../internal/limits.js'
import type { JsonObject, JsonValue } from '../types/json.js'
import { type Counted, counted, countedWithin, notAskedFor, unasked } from './counted.js'
import type { Host } from './operation.js'
import { credentialResults, details, presentationResults } from './results.js'
import { textOf } from './vc-api.js'
import { libraryOptions } from './verify-options.js'

/** What the VC-API does to verify; what callers may ask for is in `credentials.ts`. */

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
function sent<Name extends string>(
  given: { readonly [key in Name]?: JsonValue },
  ...names: readonly Name[]
): JsonValue | undefined {
  const name = names.find((each) => given[each] !== undefined)
  const value = name === undefined ? undefined : given[name]
  if (typeof value !== 'string' || looksLikeJws(value)) return value
  throw new BadgeError('ERR_JSON_INVALID', 'Send a JSON object or a JWT; this is other text.', { pointer: `/${name}` })
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
export async function credentialsIn(value: JsonValue | undefined): Promise<readonly JsonObject[]> {
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

export async function verifyCredentialOf(
  host: Host,
  given: Given & { readonly verifiableCredential?: JsonValue; readonly verifiableCredentialJwt?: JsonValue },
) {
  const { options = {} } = given
  const credential = sent(given, 'verifiableCredential', 'verifiableCredentialJwt')
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
}

export async function verifyPresentationOf(
  host: Host,
  given: Given & { readonly verifiablePresentation?: JsonValue; readonly presentation?: JsonValue },
) {
  const presentation = sent(given, 'verifiablePresentation', 'presentation')
  const { options = {} } = given
  const left = notAskedFor(options)
  const { verifyPresentation } = await verifying()
  const result = await verifyPresentation(presentation as Parameters<typeof verifyPresentation>[0], {
    ...(await host.reading(await credentialsIn(presentation))),
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
}
