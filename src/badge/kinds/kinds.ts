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

const kindByType: Readonly<Record<'types' | 'ob2', ReadonlyMap<string, DocumentKind>>> = {
  types: new Map(specificKinds.flatMap((kind) => kindTable[kind].types.map((type) => [type, kind] as const))),
  ob2: new Map(specificKinds.flatMap((kind) => kindTable[kind].ob2.map((type) => [type, kind] as const))),
}

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
  const member = isOpenBadge2(document) ? 'ob2' : 'types'
  const literal: DocumentKind[] = []
  const disguised: DocumentKind[] = []
  let isCredential = false
  for (const type of asArray(document.type)) {
    if (typeof type !== 'string') continue
    if (type === 'VerifiableCredential') isCredential = true
    const kind = kindByType[member].get(type)
    if (kind !== undefined) literal.push(kind)
    if (!type.includes(':')) continue
    const spelled = kindByType[member].get(type.replace(/^.*[#/:]/s, ''))
    if (spelled !== undefined) disguised.push(spelled)
  }
  const isPresentation = literal.length > 0 && literal.every((kind) => kind === 'presentation')
  const plain: DocumentKind[] = isCredential && (literal.length === 0 || isPresentation) ? ['credential'] : []
  const kinds = [...inOrder(literal), ...plain, ...inOrder(disguised)]
  return kinds.length < 2 ? kinds : [...new Set(kinds)]
}

const inOrder = (found: readonly DocumentKind[]): readonly DocumentKind[] =>
  found.length < 2 ? found : specificKinds.filter((kind) => found.includes(kind))
