import { type DocumentKind, kindName, kindNames, kindTable } from '../../badge/kinds/index.js'
import { asArray } from '../../internal/json.js'
import { problem } from '../../internal/problems.js'
import { nearest } from '../../internal/suggest.js'
import type { CredentialKind } from '../../types/credential.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import { type CheckDefinition, passed, skipped } from '../core/check.js'
import type { VerifyOptions } from '../core/options.js'

/** What a caller who says nothing accepts. */
const DEFAULT: readonly CredentialKind[] = ['badge']

/**
 * VCDM 2.0 §4.5: by its types, the document is one kind of thing, and one that the caller accepts. Another kind fails
 * here and nowhere else: it is held against the rules of what it is.
 */
export const inputKind: CheckDefinition = {
  id: 'input.kind',
  needs: ['input.parse'],
  run({ document, kinds, options }) {
    const [kind, ...others] = kinds
    // What is missing is said by the rules of the model; required and undecided, this keeps it from being verified.
    if (kind === undefined) return skipped('Its types do not say what kind of document it is.')
    if (others.length > 0) {
      const detail = `Its types say that it is ${[kind, ...others].map(kindName).join(' and ')} at once.${meantBy(document)}`
      const next = 'Do not rely on it: readers would take it for different things.'
      return {
        status: 'failed',
        summary: detail,
        next,
        problems: [{ ...problem('ERR_KIND_AMBIGUOUS', detail, '/type'), next }],
      }
    }
    const accepted = acceptedBy(options)
    if (kind !== 'presentation' && accepted.includes(kind)) return passed(`It is ${kindName(kind)}.`)
    const meant = kind === 'credential' && accepted.includes('badge') ? meantBy(document) || BADGE_TYPE : ''
    const detail = `It is ${kindName(kind)}; accepted are ${listed(accepted.map(kindNames))}.${meant}`
    const next = nextFor(kind)
    return {
      status: 'failed',
      summary: detail,
      next,
      problems: [{ ...problem('ERR_KIND_UNEXPECTED', detail, '/type'), next }],
    }
  },
}

const BADGE_TYPE = ' A badge has the type "OpenBadgeCredential", too.'
const kindTypes = Object.values(kindTable).flatMap(({ types }) => types)

/** The type that was probably meant, where one of the document's is nearly it, or has a prefix. */
function meantBy({ type }: JsonObject): string {
  for (const written of asArray<JsonValue>(type)) {
    if (typeof written !== 'string' || kindTypes.includes(written)) continue
    const meant = nearest(written.replace(/^.*[#/:]/s, ''), kindTypes, 3)
    if (meant !== undefined) return ` For ${JSON.stringify(written.slice(0, 80))} write "${meant}".`
  }
  return ''
}

const acceptedBy = ({ accept = DEFAULT }: Pick<VerifyOptions<CredentialKind>, 'accept'>): readonly CredentialKind[] =>
  asArray(accept)

const nextFor = (kind: DocumentKind): string =>
  kind === 'presentation'
    ? 'Verify it with `verifyPresentation`, which verifies the credentials in it too.'
    : `Accept this kind of document (\`accept: '${kind}'\`), or ask for one of the kind expected.`

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
