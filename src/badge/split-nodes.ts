import { jcs } from '../internal/jcs.js'
import { asArray, isJsonObject } from '../internal/json.js'
import { type Path, pointerJoin, pointerOf } from '../internal/pointer.js'
import type { JsonObject, JsonValue } from '../types/json.js'

/** A member of a node that is in several places. */
export interface SplitMember {
  /** RFC 6901 pointer to the member. */
  readonly pointer: string
  readonly term: string
  /** What is wrong, as a sentence. */
  readonly detail: string
}

/**
 * Members that decide what a credential says and whether it holds: of a credential, of who achieved what, of a status
 * entry. Names and descriptions are not among them, since profiles and achievements are honestly described twice.
 */
const deciding: ReadonlySet<string> = new Set([
  ...['issuer', 'issued', 'issuanceDate', 'expirationDate', 'validFrom', 'validUntil', 'awardedDate'],
  ...['credentialSubject', 'credentialStatus', 'credentialSchema', 'refreshService', 'relatedResource', 'termsOfUse'],
  ...['holder', 'verifiableCredential', 'proof', 'evidence'],
  ...[
    'achievement',
    'result',
    'creditsEarned',
    'licenseNumber',
    'activityStartDate',
    'activityEndDate',
    'term',
    'role',
  ],
  ...['hashed', 'identityHash', 'identityType', 'salt'],
  ...['statusPurpose', 'statusListIndex', 'statusListCredential', 'statusSize', 'statusMessage', 'statusReference'],
])

/** Collects the nodes of a document whose deciding members are in more than one place. */
export interface SplitNodes {
  /**
   * @param embedded - whether the node is part of another credential within, which has a proof of its own
   * @param id - where the node has its id from the key of a map
   */
  add(node: JsonObject, path: Path | undefined, embedded: boolean, id?: string): void
  /** Members that decide something and are in several places, or in another one than readers look. */
  moved(): readonly SplitMember[]
  /** Other members that two places give different values, so that nobody can tell which belongs where. */
  ambiguous(): readonly SplitMember[]
}

/**
 * JSON-LD merges all objects of one `id` into one node. An expiry can so be moved from the credential to another object
 * that happens to have its id, where the signature still covers it and no reader looks. An object may be repeated as it
 * is, as learner records do with badges.
 *
 * @see https://www.w3.org/TR/json-ld11-api/#node-map-generation
 */
export function createSplitNodes(): SplitNodes {
  const places = new Map<string, Place[]>()
  return {
    add(node, path, embedded, key) {
      const id = key ?? node.id ?? node['@id']
      if (typeof id !== 'string') return
      const others = places.get(id)
      if (others === undefined) places.set(id, [{ node, path, embedded }])
      else others.push({ node, path, embedded })
    },
    moved() {
      const split: SplitMember[] = []
      for (const same of places.values()) {
        if (same.length === 1) continue
        const all = same.flatMap(decided)
        const own = all.find(({ embedded }) => !embedded)
        if (own === undefined || all.length === 1) continue
        const first = said(own)
        for (const other of all) {
          if (other === own || said(other) === first) continue
          for (const member of other.members) {
            const detail = `${JSON.stringify(member)} belongs to a node that is described elsewhere too, differently.`
            split.push({ pointer: `${pointerOf(other.path)}/${member}`, term: member, detail })
          }
        }
      }
      return split
    },
    ambiguous() {
      const found: SplitMember[] = []
      for (const all of places.values()) {
        if (all.length === 1) continue
        const same = all.filter(({ path }) => !isProof(path))
        if (same.some(({ embedded }) => !embedded)) found.push(...differences(same))
      }
      return found
    },
  }
}

/**
 * Where two objects of one id give a member different values, of which readers take one. RDF knows only that the node has
 * both, so that they can be exchanged without a trace. Lists are not looked at: all of them together is what is said.
 */
function differences(same: readonly Place[]): SplitMember[] {
  const found: SplitMember[] = []
  const first = new Map<string, { readonly value: JsonValue; readonly place: Place }>()
  for (const place of same) {
    for (const [term, value] of Object.entries(place.node)) {
      if (value === undefined || value === null || apart.has(term) || deciding.has(term)) continue
      const known = first.get(term)
      if (known === undefined) first.set(term, { value, place })
      else if (!(place.embedded && known.place.embedded) && isOneOf(known.value, value)) {
        const detail = `${JSON.stringify(term)} has another value where the same node is described a second time; the signature does not say which belongs where.`
        found.push({ pointer: pointerJoin(pointerOf(place.path), term), term, detail })
      }
    }
  }
  return found
}

/** Names and types are of all places together. */
const apart: ReadonlySet<string> = new Set(['@context', 'id', '@id', 'type', '@type', 'proof'])

/** Each proof is a graph of its own, which is signed apart from the others. */
const isProof = (path: Path | undefined): boolean =>
  typeof path?.token === 'number' ? isProof(path.up) : path?.token === 'proof'

const isOneOf = (one: JsonValue, other: JsonValue): boolean =>
  !(Array.isArray(one) && Array.isArray(other)) && meaning(one) !== meaning(other)

/** A value as RDF tells it from others: a node by its id, whose members are compared where it is. */
function meaning(value: JsonValue): string {
  const items = asArray<JsonValue>(value).map((item) => {
    const id = isJsonObject(item) ? (item.id ?? item['@id']) : item
    return typeof id === 'string' ? id : jcs(item)
  })
  return [...new Set(items)].sort().join('\n')
}

interface Place {
  readonly node: JsonObject
  readonly path: Path | undefined
  readonly embedded: boolean
}

interface DecidedPlace extends Place {
  readonly members: readonly string[]
}

/** The place, if members are there that decide something. */
function decided(place: Place): DecidedPlace[] {
  const members = Object.keys(place.node).filter((member) => deciding.has(member))
  return members.length === 0 ? [] : [{ ...place, members }]
}

const said = ({ node, members }: DecidedPlace): string =>
  jcs(Object.fromEntries(members.map((member) => [member, node[member] ?? null])))
