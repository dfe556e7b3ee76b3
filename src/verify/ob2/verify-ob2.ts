import type { CredentialKind } from '../../types/credential.js'
import type { Check, ProofReport } from '../../types/verification.js'
import { runCheck } from '../core/check.js'
import type { ReadInput } from '../core/input.js'
import type { VerifyOptions } from '../core/options.js'
import { startRun, type VerificationRun } from '../core/run.js'
import { ob2Checks } from './checks.js'
import { isHosted, openBadge } from './open.js'
import { verifySignature } from './signature.js'

/** What verifying a badge of Open Badges 2.0 came to, before the verdict. */
export interface Ob2Verification {
  /** A run over the assembled badge. */
  readonly run: VerificationRun
  readonly done: Map<string, Check>
  readonly proofs: readonly ProofReport[]
}

/** Runs the checks of the registry as Open Badges 2.0 has them. */
export async function verifyOpenBadge2(
  input: ReadInput,
  options: VerifyOptions<CredentialKind>,
  now: Date,
  place: Parameters<typeof startRun>[3],
): Promise<Ob2Verification> {
  const given = input.document ?? {}
  const { loader } = startRun(input, options, now, place)
  const jws = input.ob2?.jws
  const opened = await openBadge(given, loader)
  const signature =
    jws === undefined
      ? undefined
      : await verifySignature(jws, opened, {
          load: loader,
          acceptSelfAsserted: options.dangerouslyAcceptSelfAssertedKeys ?? false,
        })
  const run = startRun({ ...input, document: opened.document }, options, now, place)
  const done = new Map<string, Check>()
  for (const definition of ob2Checks({ given, opened, ...(signature && { signature }) })) {
    done.set(definition.id, await runCheck(definition, run, done))
  }
  const status = done.get('proof.signature')?.status ?? 'skipped'
  const method = signature === undefined ? given.id : signature.keyId
  const proofs: ProofReport[] =
    done.get('proof.present')?.status === 'passed'
      ? [
          {
            type: isHosted(given) ? 'Hosted' : 'JWS',
            ...(typeof jws?.header.alg === 'string' ? { alg: jws.header.alg } : {}),
            ...(typeof method === 'string' ? { verificationMethod: method } : {}),
            status,
          },
        ]
      : []
  return { run, done, proofs }
}
