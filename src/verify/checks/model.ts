import { type BadgeError, isBadgeError } from '../../errors.js'
import { asArray } from '../../internal/json.js'
import { later } from '../../internal/later.js'
import { problem } from '../../internal/problems.js'
import { isOutOfReach } from '../../loader/index.js'
import { findRenamedTerms, findUndefinedTerms, type UndefinedTerm } from '../../rdf/index.js'
import type { Problem } from '../../types/verification.js'
import { type CheckDefinition, type Finding, waiting } from '../core/check.js'
import type { CheckId } from '../core/registry.js'
import type { VerificationRun } from '../core/run.js'

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
        problems: [problem(canonical.code, canonical.message, canonical.pointer ?? contextIn(run, canonical.message))],
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
    if (run.document.credentialSchema === undefined) return finding
    const { schemas = {} } = run.options
    const { checkDeclaredSchemas } = await declaredSchemas()
    const declared = await checkDeclaredSchemas(run.document, async (url) => {
      const given = Object.hasOwn(schemas, url) ? schemas[url] : undefined
      return given ?? (await run.loader(url, 'document')).document
    })
    const warnings = [...(finding.warnings ?? []), ...declared.warnings]
    const [first] = declared.problems
    if (first === undefined) return { ...finding, warnings }
    return {
      status: 'failed',
      summary: finding.status === 'failed' ? finding.summary : first.detail,
      problems: [...(finding.problems ?? []), ...declared.problems],
      warnings,
    }
  },
}

const declaredSchemas = /* @__PURE__ */ later(() => import('../../credential/declared-schema/index.js'))

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
    const { rounded } = run
    if (isBadgeError(rounded)) return unsignable(rounded)
    const defined = fromModel(run, 'model.terms', 'Every property and type is defined by a context.')
    const finding = { ...defined, warnings: [...(defined.warnings ?? []), ...rounded.map(roundedAt)] }
    const found = findRenamedTerms(run.document, { documentLoader: run.loader })
    const renamed = (found instanceof Promise ? await found : found).map(({ detail, pointer }) =>
      problem('ERR_TERM_RENAMED', detail, pointer),
    )
    const [disguise] = renamed
    if (disguise !== undefined) {
      return {
        status: 'failed',
        summary: disguise.detail,
        problems: renamed,
      }
    }
    const soon = run.canonical()
    const canonical = soon instanceof Promise ? await soon : soon
    if (!isBadgeError(canonical)) return finding
    if (canonical.code === 'ERR_RDF_INVALID' && canonical.pointer === undefined) {
      const caused = causeOf(run, canonical.message)
      if (caused !== undefined) return caused
    }
    const undefinedTerms = canonical.code === 'ERR_TERM_UNDEFINED' ? await undefinedIn(run) : []
    const problems =
      undefinedTerms.length === 0
        ? [problem(canonical.code, canonical.message, canonical.pointer)]
        : undefinedTerms.map(({ term, pointer }) => undefinedTerm(run, term, pointer))
    return {
      status: 'failed',
      summary: problems[0]?.detail ?? canonical.message,
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
const unsignable = (error: BadgeError): Finding => ({
  status: 'failed',
  summary: error.message,
  next: 'The issuer writes the number as text or leaves it out, and signs again.',
  problems: [problem(error.code, error.message, error.pointer)],
})

/** The context that a message is about. */
function contextIn({ document }: VerificationRun, message: string): string | undefined {
  const contexts = document['@context']
  if (typeof contexts === 'string') return '/@context'
  const i = asArray(contexts).findIndex((context) => typeof context === 'string' && message.includes(context))
  return i < 0 ? undefined : `/@context/${i}`
}

/** What lets a document have no canonical form, where the model has found it already. */
function causeOf(run: VerificationRun, message: string): Finding | undefined {
  const { problems, warnings } = run.model()
  if (problems.some(({ check }) => check === 'model.schema')) return waiting('model.schema')
  const cause = warnings.find(({ rule }) => rule === 'url.form' || rule === 'status.entry')
  if (cause === undefined) return undefined
  return {
    status: 'failed',
    summary: message,
    problems: [{ ...problem('ERR_RDF_INVALID', cause.detail, cause.pointer), next: cause.fix }],
  }
}

/** A term that no context defines, with the name that was probably meant where the model knows one. */
function undefinedTerm(run: VerificationRun, term: string, pointer: string): Problem {
  const known = run.model().warnings.find((found) => found.rule === 'terms.undefined' && found.pointer === pointer)
  return known ?? problem('ERR_TERM_UNDEFINED', `"${term}" is defined by no context of the document.`, pointer)
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
  // What no context defines is found by the canonical form, which knows all contexts.
  const warnings = report.warnings.filter((finding) => finding.check === id && finding.rule !== 'terms.undefined')
  const [first] = problems
  if (first === undefined) return { status: 'passed', summary: good, warnings }
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''
  return { status: 'failed', summary: `${first.detail}${more}`, problems, warnings }
}
