import { asArray } from '../../internal/json.js'
import type { CredentialKind } from '../../types/credential.js'
import type { JsonObject } from '../../types/json.js'
import { isOpenBadge2 } from './open-badges-2.js'

/** The kinds of document that are told apart. */
export type DocumentKind = CredentialKind | 'presentation'

interface KindRow {
  /** The types that make a document one of this kind, in the data model of today and in that of Open Badges 2.0. */
  readonly types: readonly string[]
  readonly ob2: readonly string[]
  /** As a sentence names it. */
  readonly name: string
  /** As several are named. */
  readonly names: string
}

/** What a document is, by its signed types. Any other `VerifiableCredential` is a plain `credential`. */
export const kindTable: Readonly<Record<Exclude<DocumentKind, 'credential'>, KindRow>> = {
  badge: {
    types: ['OpenBadgeCredential', 'AchievementCredential'],
    ob2: ['Assertion'],
    name: 'a badge',
    names: 'badges',
  },
  clr: { types: ['ClrCredential'], ob2: [], name: 'a learner record (CLR 2.0)', names: 'learner records' },
  endorsement: {
    types: ['EndorsementCredential'],
    ob2: ['Endorsement'],
    name: 'an endorsement',
    names: 'endorsements',
  },
  presentation: {
    types: ['VerifiablePresentation', 'EnvelopedVerifiablePresentation'],
    ob2: [],
    name: 'a presentation',
    names: 'presentations',
  },
}

const specificKinds = Object.keys(kindTable) as (keyof typeof kindTable)[]

/** The kinds of credential that `accept` can name, and that `kind` in a result says. */
export const credentialKinds: readonly CredentialKind[] = ['badge', 'clr', 'endorsement', 'credential']

/** How a sentence names a kind: one of them, or several. */
export const kindName = (kind: DocumentKind): string => (kind === 'credential' ? 'a credential' : kindTable[kind].name)
export const kindNames = (kind: DocumentKind): string =>
  kind === 'credential' ? 'other credentials' : kindTable[kind].names

/**
 * The kinds that a document says it is of: none, one, or several, which contradict each other. A type that is written
 * as an IRI counts against the one that is written as a term, and never instead of it.
 */
export function kindsIn(document: JsonObject): readonly DocumentKind[] {
  const types = asArray(document.type).filter((type) => typeof type === 'string')
  const member = isOpenBadge2(document) ? 'ob2' : 'types'
  const literal = specificKinds.filter((kind) => kindTable[kind][member].some((name) => types.includes(name)))
  const spelled = types.filter((type) => type.includes(':')).map((type) => type.replace(/^.*[#/:]/s, ''))
  const disguised = specificKinds.filter((kind) => kindTable[kind][member].some((name) => spelled.includes(name)))
  const isPlain = literal.length === 0 && types.includes('VerifiableCredential')
  const isBoth = literal.length === 1 && literal[0] === 'presentation' && types.includes('VerifiableCredential')
  return [...new Set([...literal, ...(isPlain || isBoth ? (['credential'] as const) : []), ...disguised])]
}

/** What a document says that it is, where it says one thing. */
export function kindOf(document: JsonObject): DocumentKind | undefined {
  const [kind, ...others] = kindsIn(document)
  return others.length === 0 ? kind : undefined
}
