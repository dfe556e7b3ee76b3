import { type BadgeError, isBadgeError } from '../../errors.js'
import { asArray } from '../../internal/json.js'
import { later } from '../../internal/later.js'
import { pointerGet } from '../../internal/pointer.js'
import { problem } from '../../internal/problems.js'
import { isOutOfReach } from '../../loader/index.js'
import { signsTextOnly } from '../../proof/suites/index.js'
import {
  codesOfTerms,
  findRenamedTerms,
  findUndefinedTerms,
  type RenamedTerm,
  type UndefinedTerm,
} from '../../rdf/index.js'
import type { JsonObject } from '../../types/json.js'
import type { Problem } from '../../types/verification.js'
import { type CheckDefinition, type Finding, waiting } from '../core/check.js'
import type { CheckId } from '../core/registry.js'
import type { VerificationRun } from '../core/run.js'

/** VCDM 2.0 §4.3: the contexts are the right ones in the right order, and all of them are at hand. */
const modelContext: CheckDefinition = {
  id: 'model.context',
  needs: ['input.parse'],
  run(run) {
    const finding = fromModel(run, 'model.context', 'The contexts are those of the data model.')
    if (finding.status === 'failed') return finding
    const canonical = run.canonical()
    return canonical instanceof Promise
      ? canonical.then((made) => withContexts(run, finding, made))
      : withContexts(run, finding, canonical)
  },
}

/** What the canonical form says of the contexts. */
function withContexts(run: VerificationRun, finding: Finding, canonical: string | BadgeError): Finding {
  if (!isBadgeError(canonical)) return finding
  const { code, message: summary, pointer } = canonical
  if (isOutOfReach(canonical)) {
    const problems = [problem(code, summary, pointer ?? contextIn(run, summary))]
    return { ...finding, status: 'indeterminate', summary, problems }
  }
  if (code === 'ERR_CONTEXT_INVALID' || code === 'ERR_CONTEXT_DIGEST') {
    return { ...finding, status: 'failed', summary, problems: [problem(code, summary, pointer)] }
  }
  return finding
}

/** Open Badges 3.0 Appendix B and its JSON Schemas (tolerant family); the strict family gives warnings. */
const modelSchema: CheckDefinition = {
  id: 'model.schema',
  needs: ['input.parse'],
  run(run) {
    const finding = fromModel(run, 'model.schema', 'The document has the shape that the data model asks for.')
    return run.document.credentialSchema === undefined ? finding : withDeclaredSchemas(run, finding)
  },
}

async function withDeclaredSchemas(run: VerificationRun, finding: Finding): Promise<Finding> {
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
}

const declaredSchemas = /* @__PURE__ */ later(() => import('../../credential/declared-schema/index.js'))

/** Open Badges 3.0 §B.1.2: somebody is named as the one who achieved. */
const modelSubject: CheckDefinition = {
  id: 'model.subject',
  needs: ['input.parse'],
  run(run) {
    const found = fromModel(run, 'model.subject', 'The subject is identified.')
    // Under another name it is there, and what is wrong with it is said already.
    return found.status === 'passed' && run.document.credentialSubject === undefined ? waiting('model.schema') : found
  },
}

/** Data Integrity 1.0 §2.4: a term that no context defines would be covered by no signature. */
const modelTerms: CheckDefinition = {
  id: 'model.terms',
  needs: ['input.parse', 'model.context'],
  run(run) {
    const { rounded } = run
    if (isBadgeError(rounded)) return unsignable(rounded)
    const defined = fromModel(run, 'model.terms', 'Every property and type is defined by a context.')
    const finding = { ...defined, warnings: [...(defined.warnings ?? []), ...rounded.map(roundedAt)] }
    const broken = (error: unknown): Promise<Finding> => {
      if (!isBadgeError(error)) throw error
      return withoutForm(run, finding, error)
    }
    try {
      const signed = run.input.jwt !== undefined || signsTextOnly(run.document) ? 'text' : 'statements'
      const renamed = findRenamedTerms(run.document, { documentLoader: run.loader, signed })
      return renamed instanceof Promise
        ? renamed.then((found) => withTerms(run, finding, found), broken)
        : withTerms(run, finding, renamed)
    } catch (error) {
      return broken(error)
    }
  },
}

/** What is hidden under other names, and what the canonical form says of the terms. */
function withTerms(
  run: VerificationRun,
  finding: Finding,
  renamed: readonly RenamedTerm[],
): Finding | Promise<Finding> {
  const certain = renamed.filter(({ kind }) => kind !== 'ambiguous')
  const [disguise] = certain
  if (disguise !== undefined) return { status: 'failed', summary: disguise.detail, problems: certain.map(ofTerm) }
  const [doubt] = renamed
  const judged: Finding =
    doubt === undefined || finding.status === 'failed'
      ? finding
      : { ...finding, status: 'indeterminate', summary: doubt.detail, problems: renamed.map(ofTerm) }
  return withCanonical(run, judged)
}

const ofTerm = ({ kind, detail, pointer }: RenamedTerm): Problem => problem(codesOfTerms[kind], detail, pointer)

function withCanonical(run: VerificationRun, finding: Finding): Finding | Promise<Finding> {
  const canonical = run.canonical()
  if (canonical instanceof Promise) {
    return canonical.then((made) => (isBadgeError(made) ? withoutForm(run, finding, made) : finding))
  }
  return isBadgeError(canonical) ? withoutForm(run, finding, canonical) : finding
}

/** Why a document has no canonical form: as often as not, a term that no context defines. */
async function withoutForm(run: VerificationRun, finding: Finding, error: BadgeError): Promise<Finding> {
  if (error.code === 'ERR_RDF_INVALID' && error.pointer === undefined) {
    const caused = causeOf(run, error.message)
    if (caused !== undefined) return caused
  }
  const everywhere = error.code === 'ERR_TERM_UNDEFINED' ? await undefinedIn(run) : []
  if (isBadgeError(everywhere)) return withoutForm(run, finding, everywhere)
  const said = new Set(finding.problems?.map(({ pointer }) => pointer))
  const undefinedTerms = causesOf(run.document, everywhere).filter(
    ({ pointer }) => !said.has(pointer) && !isExplained(run, pointer),
  )
  if (everywhere.length > 0 && undefinedTerms.length === 0) return said.size > 0 ? finding : waiting('model.schema')
  const problems =
    undefinedTerms.length === 0
      ? [problem(error.code, error.message, error.pointer)]
      : undefinedTerms.map(({ term, pointer }) => undefinedTerm(run, term, pointer))
  return {
    status: 'failed',
    summary: problems[0]?.detail ?? error.message,
    problems: [...problems, ...(finding.problems ?? [])],
  }
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

/** Without the members of an object none of whose types is defined: they may be defined by the type that was meant. */
function causesOf(document: JsonObject, found: readonly UndefinedTerm[]): readonly UndefinedTerm[] {
  const types = new Map<string, number>()
  for (const { kind, pointer } of found) {
    const at = kind === 'type' ? pointer.replace(/\/type(\/\d+)?$/, '') : pointer
    if (at !== pointer) types.set(at, (types.get(at) ?? 0) + 1)
  }
  return found.filter(({ kind, pointer }) => {
    const parent = pointer.slice(0, pointer.lastIndexOf('/'))
    const unknown = kind === 'property' ? types.get(parent) : undefined
    return unknown === undefined || unknown < asArray(pointerGet(document, `${parent}/type`)).length
  })
}

/**
 * Whether the model has said already why a term is not defined: the same place is wrong, or the object has not the type
 * that its terms come with.
 */
function isExplained(run: VerificationRun, pointer: string): boolean {
  const parent = pointer.slice(0, pointer.lastIndexOf('/'))
  return run
    .model()
    .problems.some(
      ({ check, pointer: at, rule }) =>
        check === 'model.schema' &&
        (at === pointer ||
          at === `${parent}/type` ||
          (at === parent && (parent.endsWith('/type') || wholly.has(rule)))),
    )
}

/** Rules that say of a whole value that it is something else. */
const wholly: ReadonlySet<string> = new Set(['schema.value', 'schema.object', 'schema.required'])

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
  const cause = warnings.find(({ rule }) => causes.has(rule))
  if (cause === undefined) return undefined
  return {
    status: 'failed',
    summary: message,
    problems: [{ ...problem('ERR_RDF_INVALID', cause.detail, cause.pointer), next: cause.fix }],
  }
}

/** Warnings of the model that say why a value has no form in RDF. */
const causes: ReadonlySet<string> = new Set(['url.form', 'status.entry', 'strict.value'])

/** A term that no context defines, with the name that was probably meant where the model knows one. */
function undefinedTerm(run: VerificationRun, term: string, pointer: string): Problem {
  const known = run.model().warnings.find((found) => found.rule === 'terms.undefined' && found.pointer === pointer)
  return known ?? problem('ERR_TERM_UNDEFINED', `"${term}" is defined by no context of the document.`, pointer)
}

/** Every place, unless looking for them would take more work than one verification may. */
async function undefinedIn({
  document,
  loader,
  budget,
}: VerificationRun): Promise<readonly UndefinedTerm[] | BadgeError> {
  try {
    return await findUndefinedTerms(withoutProof(document), { documentLoader: loader, budget })
  } catch (error) {
    if (isBadgeError(error, 'ERR_RDF_LIMIT')) return []
    // Another value of it has no form at all.
    if (isBadgeError(error, 'ERR_RDF_INVALID')) return error
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
