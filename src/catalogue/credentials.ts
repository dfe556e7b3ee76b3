import { later } from '../internal/later.js'
import type { JsonObject } from '../types/json.js'
import { type Operation, operation } from './operation.js'
import { schemas } from './schemas.js'
import { body } from './vc-api.js'
import { presentationOptions, verifyOptions } from './verify-options.js'

const { VerificationResult } = schemas
const document: JsonObject = { type: ['object', 'string'] }

/** Loaded when something is verified. */
const runs = /* @__PURE__ */ later(() => import('./verify-runs.js'))
type Runs = Awaited<ReturnType<typeof runs>>

/** The VC-API (VCALM) where something is verified: what the interoperability suites of the W3C talk to. */
export const credentialOperations: readonly Operation[] = [
  operation({
    name: 'credentials.verify',
    summary: 'VC-API: verifies a credential.',
    access: 'anyone',
    input: body(['verifiableCredential', 'verifiableCredentialJwt'], document, verifyOptions),
    output: VerificationResult,
    errors: [],
    run: async (host, given: Parameters<Runs['verifyCredentialOf']>[1]) =>
      (await runs()).verifyCredentialOf(host, given),
  }),
  operation({
    name: 'presentations.verify',
    summary: 'VC-API: verifies a presentation and the credentials in it.',
    access: 'anyone',
    input: body(['verifiablePresentation', 'presentation'], document, presentationOptions),
    output: VerificationResult,
    errors: [],
    run: async (host, given: Parameters<Runs['verifyPresentationOf']>[1]) =>
      (await runs()).verifyPresentationOf(host, given),
  }),
]
