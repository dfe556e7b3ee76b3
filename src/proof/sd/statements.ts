import { BadgeError } from '../../errors.js'
import { utf8Encode } from '../../internal/bytes.js'
import { base64urlEncode } from '../../internal/encoding.js'
import { hmacSha256 } from '../../internal/hmac-sha256.js'
import { isJsonObject } from '../../internal/json.js'
import { BLANK_NODE_URN, canonicalize, namedStatements, type RdfOptions } from '../../rdf/index.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import { linesOf, relabel } from './labels.js'
import { select } from './select.js'

/** A credential as the list of statements that are signed one by one. */
export interface StatementList {
  /** Canonical N-Quads with secret labels for blank nodes, so that labels reveal nothing of what is left out. */
  readonly statements: readonly string[]
  /** What of the statements a selection holds, and the labels that a verifier of it will see. */
  reveal(pointers: readonly string[]): Promise<Selection>
}

export interface Selection {
  readonly statements: ReadonlySet<string>
  /** From the canonical labels of the selection (`c14n0`) to the secret ones (`u…`). */
  readonly labels: ReadonlyMap<string, string>
}

/**
 * Takes a credential apart. Unlike the algorithm of the specification, which selects in a compacted copy, pointers
 * mean the credential as it stands: compaction turns lists of one into their only item, and badges are full of these.
 *
 * @throws BadgeError as `canonicalize`, and `ERR_SUITE_UNSUPPORTED` for a credential that cannot be taken apart
 * @see https://www.w3.org/TR/vc-di-ecdsa/#canonicalizeandgroup
 */
export async function takeApart(
  document: JsonObject,
  hmacKey: Uint8Array,
  options: RdfOptions,
): Promise<StatementList> {
  const named = nameNodes(document)
  const { canonical, labels } = await namedStatements(named, options)
  if (canonical !== (await canonicalize(document, options))) throw inseparable()
  const secret = (label: string): string => `u${base64urlEncode(hmacSha256(hmacKey, utf8Encode(label)))}`
  const secretOf = new Map([...labels].map(([name, label]) => [name, secret(label)]))
  const byName = (name: string): string => {
    const label = secretOf.get(name)
    if (label === undefined) throw inseparable()
    return label
  }
  return {
    statements: linesOf(canonical)
      .map((line) => relabel(line, secret))
      .toSorted(),
    async reveal(pointers) {
      const part = await namedStatements(select(named, pointers), options)
      return {
        statements: new Set(part.lines.map((line) => relabel(line, byName))),
        labels: new Map([...part.labels].map(([name, label]) => [label, byName(name)])),
      }
    },
  }
}

/** Members that make an object something else than a node, or a node of a graph. */
const NO_NODE = ['@value', '@list', '@set', '@graph']

/** Every object without an id gets one that stands for its blank node, the outer ones first. */
function nameNodes(document: JsonObject): JsonObject {
  let count = 0
  const name = (value: JsonObject): JsonObject => {
    const id = value.id ?? value['@id']
    if (typeof id === 'string' && id.startsWith('_:')) throw inseparable()
    if (id !== undefined || NO_NODE.some((member) => Object.hasOwn(value, member))) return {}
    count += 1
    return { '@id': `${BLANK_NODE_URN}b${String(count).padStart(6, '0')}` }
  }
  const walk = (value: JsonValue): JsonValue => {
    if (Array.isArray(value)) return value.map(walk)
    return isJsonObject(value) ? walkObject(value) : value
  }
  const walkObject = (value: JsonObject): JsonObject => {
    const own = name(value)
    for (const [key, member] of Object.entries(value)) {
      if (member !== undefined) own[key] = key === '@context' ? member : walk(member)
    }
    return own
  }
  return walkObject(document)
}

const inseparable = (): BadgeError =>
  new BadgeError(
    'ERR_SUITE_UNSUPPORTED',
    'The credential cannot be disclosed in parts: it has JSON literals or blank node ids of its own.',
  )
