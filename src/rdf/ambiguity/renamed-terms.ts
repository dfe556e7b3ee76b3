import { answerAtOnce } from '../../internal/at-once.js'
import { later } from '../../internal/later.js'
import type { JsonObject } from '../../types/json.js'
import type { DocumentLoader } from '../../types/loader.js'
import { asksCloser, nodesOf, type RenamedTerm, type Survey, survey } from './survey.js'

export { codesOfTerms, type RenamedTerm } from './survey.js'

/**
 * Every place where a document says under another name what the bundled contexts have a name for: by an IRI instead of
 * the term, by a context that renames terms, by keywords such as `@nest` and `@included`. Also ids that mean other ones
 * than they say, and members that are on another object of the same id. RDF, and so the signature, sees no difference;
 * anyone who reads the JSON overlooks an expiry or a status that is spelled so.
 *
 * Looked for statically and generously: a context of the document's own is not trusted to leave known terms alone. What
 * it defines and the document nowhere uses hides nothing; published contexts have many such terms.
 *
 * Where statements of RDF are what is signed, also what gives none, and what they do not tell apart.
 *
 * @see https://www.w3.org/TR/vc-data-integrity/#context-injection
 */
export function findRenamedTerms(
  document: JsonObject,
  options: { readonly documentLoader: DocumentLoader; readonly signed: 'text' | 'statements' },
): readonly RenamedTerm[] | Promise<readonly RenamedTerm[]> {
  const found = look(document, survey(document), options.documentLoader, options.signed === 'text')
  if (options.signed === 'statements') return found
  const isRenamed = ({ kind }: RenamedTerm): boolean => kind === 'renamed'
  return found instanceof Promise ? found.then((all) => all.filter(isRenamed)) : found.filter(isRenamed)
}

function look(
  document: JsonObject,
  seen: Survey,
  load: DocumentLoader,
  text: boolean,
): readonly RenamedTerm[] | Promise<readonly RenamedTerm[]> {
  const isStatic = (url: string): boolean => answerAtOnce(load, url)?.tag === 'static'
  if (!asksCloser(seen, isStatic, text)) return [...seen.keywords, ...nodesOf(seen.split)]
  return closer().then(({ lookCloser }) => lookCloser(document, seen, load))
}

const closer = /* @__PURE__ */ later(() => import('./look-closer.js'))
