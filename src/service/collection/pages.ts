import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import type { CollectionName } from '../core/collections.js'
import { consentNeeded, mayProceed } from '../core/consent.js'
import type { ServiceContext } from '../core/context.js'
import { isId } from '../core/ids.js'
import type { BadgeRecord, PersonRecord } from '../core/records/index.js'
import { find, type Stored } from '../core/store.js'
import { requirePerson } from '../people/plan.js'

const PAGE = 24
const MOST = 100

/** How many of a page were asked for. */
export const sizeOf = (limit = PAGE): number => Math.min(Math.max(limit, 1), MOST)

/** The person whose badges these are, if their guardian lets them have any, and the keyed hashes of their addresses. */
export async function collector(
  context: ServiceContext,
  personId: string,
): Promise<{ person: PersonRecord; hashes: readonly string[] }> {
  const { value: person } = await requirePerson(context, personId)
  if (!(await mayProceed(context, 'mine', { person }))) throw consentNeeded()
  return { person, hashes: await Promise.all(person.emails.map(({ email }) => context.addressHash(email))) }
}

/** One that was claimed here by its link may be about a child, whose guardian is asked as well. */
export const mayHave = async (
  context: ServiceContext,
  { person, hashes }: { readonly person: PersonRecord; readonly hashes: readonly string[] },
  badge: BadgeRecord,
): Promise<boolean> => hashes.includes(badge.recipientHash) || mayProceed(context, 'mine', { badge, person })

/** A page of what several values of an index lead to, the newest first: each is asked for a page, and the newest of all are given. */
export async function newest<Name extends CollectionName>(
  context: ServiceContext,
  collection: Name,
  index: string,
  values: readonly string[],
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<{ records: Stored<Name>[]; cursor?: string }> {
  if (cursor !== undefined && !isId(cursor)) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', '`cursor` must be what the page before gave.')
  }
  const found = await Promise.all(
    values.map((value) =>
      find(context.storage, collection, { index, value }, { cursor, limit: limit + 1, descending: true }),
    ),
  )
  const byKey = new Map(found.flatMap(({ records }) => records.map((record) => [record.key, record])))
  const all = [...byKey.values()].sort((a, b) => (a.key < b.key ? 1 : -1))
  const records = all.slice(0, limit)
  return { records, ...defined({ cursor: all.length > limit ? records.at(-1)?.key : undefined }) }
}
