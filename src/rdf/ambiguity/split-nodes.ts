import { jcs } from '../../internal/jcs.js'
import { type Path, pointerOf } from '../../internal/pointer.js'
import type { JsonObject } from '../../types/json.js'
import type { RenamedTerm } from './renamed-terms.js'

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
   */
  add(node: JsonObject, path: Path | undefined, embedded: boolean): void
  found(): readonly RenamedTerm[]
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
    add(node, path, embedded) {
      const id = node.id ?? node['@id']
      if (typeof id !== 'string') return
      const others = places.get(id)
      if (others === undefined) places.set(id, [{ node, path, embedded }])
      else others.push({ node, path, embedded })
    },
    found() {
      const split: RenamedTerm[] = []
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
  }
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
