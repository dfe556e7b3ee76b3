import type { ModelFinding } from '../../credential/index.js'
import { isBadgeError } from '../../errors.js'
import { roundedNumbers } from '../../internal/numbers.js'
import { problem } from '../../internal/problems.js'
import { isOutOfReach } from '../../loader/index.js'
import { signsJson } from '../../proof/index.js'
import { findRenamedTerms, findUndefinedTerms, type UndefinedTerm } from '../../rdf/index.js'
import type { Problem } from '../../types/verification.js'
import type { CheckDefinition, Finding } from '../core/check.js'
import type { CheckId } from '../core/registry.js'
import type { VerificationRun } from '../core/run.js'
import { checkDeclaredSchemas } from '../declared-schema/declared.js'

/** VCDM 2.0 §4.3: the contexts are the right ones in the right order, and all of them are at hand. */
const modelContext: CheckDefinition = {
  id: 'model.context',
  needs: ['input.parse'],
  async run(run) {
    const finding = fromModel(run, 'model.context', 'The contexts are those of the data model.')
    if (finding.status === 'failed') return finding
    const soon = run.canonical()
    const canonical = soon instanceof Promise ? await soon : soon
    if (!isBadgeError(canonical)) return finding
    if (isOutOfReach(canonical)) {
      return {
        ...finding,
        status: 'indeterminate',
        summary: canonical.message,
        next: 'Pass the context in `contexts` (--documents on the command line), or enable fetching.',
        problems: [problem(canonical.code, canonical.message, canonical.pointer)],
      }
    }
    if (canonical.code === 'ERR_CONTEXT_INVALID' || canonical.code === 'ERR_CONTEXT_DIGEST') {
      return {
        ...finding,
        status: 'failed',
        summary: canonical.message,
        problems: [problem(canonical.code, canonical.message, canonical.pointer)],
      }
    }
    return finding
  },
}

/** Open Badges 3.0 Appendix B and its JSON Schemas (tolerant family); the strict family gives warnings. */
const modelSchema: CheckDefinition = {
  id: 'model.schema',
  needs: ['input.parse'],
  async run(run) {
    const finding = fromModel(run, 'model.schema', 'The document has the shape that the data model asks for.')
    const declared = await checkDeclaredSchemas(run)
    const warnings = [...(finding.warnings ?? []), ...declared.warnings]
    const [first] = declared.problems
    if (first === undefined) return { ...finding, warnings }
    return {
      status: 'failed',
      summary: finding.status === 'failed' ? finding.summary : first.detail,
      next: finding.next ?? 'The issuer follows the schema that it declares, or declares another, and signs again.',
      problems: [...(finding.problems ?? []), ...declared.problems],
      warnings,
    }
  },
}

/** Open Badges 3.0 §B.1.2: somebody is named as the one who achieved. */
const modelSubject: CheckDefinition = {
  id: 'model.subject',
  needs: ['input.parse'],
  run: (run) => fromModel(run, 'model.subject', 'The subject is identified.'),
}

/** Data Integrity 1.0 §2.4: a term that no context defines would be covered by no signature. */
const modelTerms: CheckDefinition = {
  id: 'model.terms',
  needs: ['input.parse', 'model.context'],
  async run(run) {
    const defined = fromModel(run, 'model.terms', 'Every property and type is defined by a context.')
    const finding = { ...defined, warnings: [...(defined.warnings ?? []), ...run.rounded.map(roundedAt)] }
    const small = unsignable(run)
    if (small !== undefined) return small
    const found = findRenamedTerms(run.document, { documentLoader: run.loader })
    const renamed = (found instanceof Promise ? await found : found).map(({ detail, pointer }) =>
      problem('ERR_TERM_RENAMED', detail, pointer),
    )
    const [disguise] = renamed
    if (disguise !== undefined) {
      return {
        status: 'failed',
        summary: disguise.detail,
        next: 'Do not rely on the credential: its JSON does not say what was signed.',
        problems: renamed,
      }
    }
    const soon = run.canonical()
    const canonical = soon instanceof Promise ? await soon : soon
    if (!isBadgeError(canonical)) return finding
    const undefinedTerms = canonical.code === 'ERR_TERM_UNDEFINED' ? await undefinedIn(run) : []
    const problems =
      undefinedTerms.length === 0
        ? [problem(canonical.code, canonical.message, canonical.pointer)]
        : undefinedTerms.map(({ term, pointer }) =>
            problem('ERR_TERM_UNDEFINED', `"${term}" is defined by no context of the document.`, pointer),
          )
    return {
      status: 'failed',
      summary: problems[0]?.detail ?? canonical.message,
      next: 'The issuer adds the context that defines the term, or leaves the term out, and signs again.',
      problems: [...problems, ...(finding.problems ?? [])],
    }
  },
}

const roundedAt = (pointer: string): Problem =>
  problem(
    'ERR_JSON_NUMBER_RANGE',
    'The number has more digits than were signed; the signed number is handed out.',
    pointer,
  )

/** RDF takes a fraction like 1e-7 for a whole number, so that its signature says nothing of the fraction. */
function unsignable({ document, input }: VerificationRun): Finding | undefined {
  if (input.jwt !== undefined || signsJson(document)) return undefined
  try {
    roundedNumbers(document)
    return undefined
  } catch (error) {
    if (!isBadgeError(error)) throw error
    return {
      status: 'failed',
      summary: error.message,
      next: 'The issuer writes the number as text or leaves it out, and signs again.',
      problems: [problem(error.code, error.message, error.pointer)],
    }
  }
}

/** Every place, unless looking for them would take more work than one verification may. */
async function undefinedIn({ document, loader, budget }: VerificationRun): Promise<readonly UndefinedTerm[]> {
  try {
    return await findUndefinedTerms(withoutProof(document), { documentLoader: loader, budget })
  } catch (error) {
    if (isBadgeError(error, 'ERR_RDF_LIMIT')) return []
    throw error
  }
}

export const modelChecks = [modelContext, modelSchema, modelSubject, modelTerms] as const

function withoutProof({ proof: _, ...unsigned }: VerificationRun['document']): VerificationRun['document'] {
  return unsigned
}

function fromModel(run: VerificationRun, id: CheckId, good: string): Finding {
  const report = run.model()
  const problems = report.problems.filter((finding) => finding.check === id)
  const warnings = report.warnings.filter((finding) => finding.check === id)
  const [first] = problems
  if (first === undefined) return { status: 'passed', summary: good, warnings }
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''
  return { status: 'failed', summary: `${first.detail}${more}`, next: nextStep(first), problems, warnings }
}

const nextStep = (finding: ModelFinding): string => `The issuer mends it and signs again: ${finding.fix}`
