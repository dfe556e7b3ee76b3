import { isSameParty } from '../../badge/index.js'
import { isEnvelope } from '../../badge/kinds/index.js'
import { presentationFaults } from '../../credential/presentation/index.js'
import { isBadgeError } from '../../errors.js'
import { documentLimits } from '../../internal/document-limits.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import { problem } from '../../internal/problems.js'
import { isOutOfReach } from '../../loader/index.js'
import { signsTextOnly } from '../../proof/suites/index.js'
import { canonicalize, codesOfTerms, findRenamedTerms } from '../../rdf/index.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { Problem } from '../../types/verification.js'
import { assertProofs, judgeProofs } from '../checks/proof.js'
import { type Finding, passed, skipped } from '../core/check.js'
import { reasonOf } from '../core/outcome.js'
import { holderOf, type PresentationCheck } from './run.js'

const inputParse: PresentationCheck = {
  id: 'input.parse',
  needs: [],
  run({ input }) {
    const [first] = input.problems
    const read: string = { object: 'an object', json: 'JSON', jwt: 'a JWT', png: '', svg: '', pdf: '', unknown: '' }[
      input.source
    ]
    if (first === undefined && read !== '') {
      return { ...passed(`Read from ${read}.`), warnings: input.warnings }
    }
    const found = first ?? problem('ERR_FORMAT_UNKNOWN', 'Only presentations in JSON or as JWT are read.')
    return {
      status: input.undecided ? 'indeterminate' : 'failed',
      summary: found.detail,
      next: 'Ask for the presentation as JSON with an embedded proof.',
      problems: [found],
      warnings: input.warnings,
    }
  },
}

/** VCDM 2.0 §4.13: it says that it is a presentation, whose, and of what. */
const presentationModel: PresentationCheck = {
  id: 'presentation.model',
  needs: ['input.parse'],
  run({ document }) {
    const credentials = asArray(document.verifiableCredential)
    const faults = presentationFaults(document)
    const found = faults.map(({ pointer, detail }) => problem('ERR_MODEL_INVALID', detail, pointer))
    if (!asArray(document.proof).every((proof) => !isJsonObject(proof) || proof.type !== undefined)) {
      found.push(problem('ERR_MODEL_INVALID', 'A proof must have a type.', '/proof'))
    }
    if (credentials.length > documentLimits.presentedCredentials) {
      const detail = `A presentation may hold at most ${documentLimits.presentedCredentials} credentials.`
      found.push(problem('ERR_LIMIT_EXCEEDED', detail, '/verifiableCredential'))
    }
    return verdict(found, 'It is a presentation.', 'Ask for a presentation that follows the data model.')
  },
}

/** Data Integrity 1.0 §2.4, over the presentation and everything in it. */
const modelTerms: PresentationCheck = {
  id: 'model.terms',
  needs: ['presentation.model'],
  async run({ document, loader, input }) {
    const { proof: _, verifiableCredential, ...members } = document
    // A JWT covers its text, so that what it carries as texts and envelopes of others is theirs to define.
    const isCovered = (credential: JsonValue): boolean =>
      input.presentationJwt === undefined || (isJsonObject(credential) && !isEnvelope(credential))
    const covered = asArray<JsonValue>(verifiableCredential).filter(isCovered)
    const unsigned: JsonObject =
      verifiableCredential === undefined ? members : { ...members, verifiableCredential: covered }
    try {
      // Credentials inside are looked at one by one; their problems are theirs.
      const { verifiableCredential: _credentials, ...own } = document
      const signed = input.presentationJwt !== undefined || signsTextOnly(document) ? 'text' : 'statements'
      const renamed = await findRenamedTerms(own, { documentLoader: loader, signed })
      if (renamed.length > 0) {
        const found = renamed.map(({ kind, detail, pointer }) => problem(codesOfTerms[kind], detail, pointer))
        const judged = verdict(found, '', 'Do not rely on the presentation: its JSON does not say what was signed.')
        const isOpen = renamed.every(({ kind }) => kind === 'ambiguous')
        return isOpen ? { ...judged, status: 'indeterminate' } : judged
      }
      await canonicalize(unsigned, { documentLoader: loader })
      return passed('Every property and type is defined by a context.')
    } catch (error) {
      if (!isBadgeError(error)) throw error
      return {
        status: isOutOfReach(error) ? 'indeterminate' : 'failed',
        summary: error.message,
        next: 'Pass missing contexts in `contexts`, or enable fetching.',
        problems: [problem(error.code, error.message, error.pointer)],
      }
    }
  },
}

const proofPresent: PresentationCheck = {
  id: 'proof.present',
  needs: ['input.parse'],
  run({ document, input }) {
    if (assertProofs(document) > 0 || input.presentationJwt !== undefined) return passed('It carries a proof.')
    const detail = 'The presentation carries no proof, so that nothing says who shows it.'
    return {
      status: 'failed',
      summary: detail,
      next: 'Ask the holder to sign the presentation, with a challenge of yours.',
      problems: [problem('ERR_PROOF_MISSING', detail, '/proof')],
    }
  },
}

const overProofs = (
  id: 'proof.key' | 'proof.signature' | 'proof.validity',
  needs: PresentationCheck['needs'],
): PresentationCheck => ({ id, needs, run: async (run) => judgeProofs(id, await run.proofs()) })

/** Data Integrity 1.0 §2.1: made for authentication, and for the domain and challenge that the caller gave out. */
const proofPurpose: PresentationCheck = {
  id: 'proof.purpose',
  needs: ['proof.present'],
  async run(run) {
    const finding = judgeProofs('proof.purpose', await run.proofs())
    if (run.options.challenge !== undefined) return finding
    const detail = 'No challenge was expected; anyone who has seen the presentation can show it again.'
    return { ...finding, warnings: [problem('ERR_CHALLENGE_UNCHECKED', detail, '/proof')] }
  },
}

/** VCDM 2.0 §4.13: the key is the holder's, and the holder is the one expected. */
const holderBinding: PresentationCheck = {
  id: 'holder.binding',
  needs: ['proof.present', 'presentation.model'],
  async run({ document, options, proofs }) {
    const named = holderOf(document)
    if (options.holder !== undefined && named !== undefined && !isSameParty(named, options.holder)) {
      const detail = 'The presentation names another holder than the one expected.'
      return {
        status: 'failed',
        summary: detail,
        next: 'Ask the expected holder for a presentation of their own.',
        problems: [problem('ERR_HOLDER_MISMATCH', detail, '/holder')],
      }
    }
    return judgeProofs('issuer.binding', await proofs(), 'The key belongs to the holder.')
  },
}

/** Every credential in the presentation is verified, as it would be alone. */
const presentationCredentials: PresentationCheck = {
  id: 'presentation.credentials',
  needs: ['presentation.model'],
  async run(run) {
    const nested = await run.credentials()
    const problems = nested
      .filter(({ result }) => !result.verified)
      .map(({ pointer, result }) =>
        problem(
          'ERR_VERIFICATION_FAILED',
          `The credential is ${result.outcome}: ${reasonOf(result)?.detail ?? 'nothing certain can be said of it.'}`,
          pointer,
        ),
      )
    const failed = nested.some(({ result }) => result.outcome === 'failed')
    const summary = `${nested.length - problems.length} of ${nested.length} credentials verified.`
    if (problems.length === 0) return { ...passed(summary), nested }
    return {
      status: failed ? 'failed' : 'indeterminate',
      summary,
      next: 'See the result of each credential.',
      problems,
      nested,
    }
  },
}

/** VCDM 2.0 §A.1: whether the credentials are about the holder. A parent may show a child's, so it is for the caller. */
const holderSubject: PresentationCheck = {
  id: 'holder.subject',
  needs: ['holder.binding', 'presentation.credentials'],
  required: false,
  async run(run) {
    const holder = holderOf(run.document) ?? run.options.holder
    const credentials = await run.credentials()
    if (credentials.length === 0) return skipped('There are no credentials.')
    if (holder === undefined) return skipped('The presentation names no holder to compare with.')
    const found: Problem[] = []
    let anonymous = 0
    for (const { pointer, result } of credentials) {
      const ids = subjectIds(result.verified ? result.credential : {})
      if (ids.length === 0) anonymous += 1
      else if (!ids.some((id) => isSameParty(id, holder))) {
        const detail = 'The credential is about somebody else than the holder.'
        found.push(problem('ERR_HOLDER_MISMATCH', detail, `${pointer}/credentialSubject`))
      }
    }
    if (found.length === 0 && anonymous > 0) {
      const summary = `${anonymous} of ${credentials.length} credentials name no subject to compare with the holder.`
      return { status: 'indeterminate', summary, next: 'Compare the recipient with the `recipient` option.' }
    }
    return verdict(found, 'The credentials are about the holder.', 'Ask the holder what these credentials are to them.')
  },
}

function subjectIds(credential: JsonObject): readonly string[] {
  return asArray(credential.credentialSubject).flatMap((subject) =>
    isJsonObject(subject) && typeof subject.id === 'string' ? [subject.id] : [],
  )
}

function verdict(problems: readonly Problem[], good: string, next: string): Finding {
  const [first] = problems
  return first === undefined ? passed(good) : { status: 'failed', summary: first.detail, next, problems }
}

/** Every check of a presentation, in the order of the result. */
export const presentationChecks: readonly PresentationCheck[] = [
  inputParse,
  presentationModel,
  modelTerms,
  proofPresent,
  overProofs('proof.key', ['proof.present']),
  overProofs('proof.signature', ['proof.present', 'model.terms']),
  proofPurpose,
  overProofs('proof.validity', ['proof.present']),
  holderBinding,
  presentationCredentials,
  holderSubject,
]
