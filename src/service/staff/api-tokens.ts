import { defined } from '../../internal/defined.js'
import type { ServiceContext } from '../core/context.js'
import { isId, subjectOf } from '../core/ids.js'
import { logEntries } from '../core/log.js'
import type { StorageChange } from '../core/ports/index.js'
import type { EventRecord, TokenRecord } from '../core/records/index.js'
import type { Grant } from '../core/roles/index.js'
import { findAll, put, type Stored } from '../core/store.js'
import { iso } from '../core/time.js'

/** All tokens of the API have one subject, under which they are listed. */
export const TOKENS = subjectOf('token', 'all')

export const storedTokens = (context: ServiceContext): Promise<Stored<'tokens'>[]> =>
  findAll(context.storage, 'tokens', { index: 'subject', value: `api ${TOKENS}` })

export const storedToken = async (context: ServiceContext, tokenId: string): Promise<Stored<'tokens'> | undefined> =>
  isId(tokenId) ? (await storedTokens(context)).find(({ value }) => value.data.id === tokenId) : undefined

export const grantsOf = (data: TokenRecord['data']): Grant[] => JSON.parse(data.grants ?? '[]') as Grant[]

/** What a link or a token keeps of who made it: who acts, and those by whose links they are signed in. */
export const madeBy = ({ actors: { issuer, through = [] } }: ServiceContext): TokenRecord['data'] =>
  defined({ createdBy: issuer, through: through.length === 0 ? undefined : through.join(' ') })

/** Everybody who may have made it; nobody where the application around the service did. */
export const makersOf = ({ createdBy, through }: TokenRecord['data']): string[] => [
  ...(createdBy === undefined ? [] : [createdBy]),
  ...(through === undefined ? [] : through.split(' ')),
]

/** What ends tokens, in the commit of something else. */
export interface EndedTokens {
  readonly changes: readonly StorageChange[]
  readonly events: readonly EventRecord[]
}

/** These, and the tokens that were made with them, and with those: anyone who had one may have made others to stay. */
export function withThoseMadeBy(
  all: readonly Stored<'tokens'>[],
  some: readonly Stored<'tokens'>[],
): Stored<'tokens'>[] {
  const found = new Map(some.map((token) => [token.key, token]))
  const makers = new Set(some.map(({ value }) => subjectOf('token', value.data.id ?? '')))
  for (let size = -1; size !== found.size; ) {
    size = found.size
    for (const token of all) {
      if (found.has(token.key) || !makersOf(token.value.data).some((maker) => makers.has(maker))) continue
      found.set(token.key, token)
      makers.add(subjectOf('token', token.value.data.id ?? ''))
    }
  }
  return [...found.values()]
}

export function endOf(context: ServiceContext, tokens: readonly Stored<'tokens'>[]): EndedTokens {
  const ended = tokens
    .filter(({ value }) => value.voidedAt === undefined)
    .map((token) => {
      const next: TokenRecord = { ...token.value, voidedAt: iso(context.now()) }
      const subject = subjectOf('token', token.value.data.id ?? '')
      const log = logEntries(context, subject, 1, 'issuer', [{ type: 'api-token-ended' }])
      return { changes: [put('tokens', token.key, token, next), ...log.changes], events: log.events }
    })
  return { changes: ended.flatMap(({ changes }) => changes), events: ended.flatMap(({ events }) => events) }
}
