import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { limits } from '../../internal/limits.js'
import type { ServiceContext } from '../core/context.js'
import { isId, newId, subjectOf } from '../core/ids.js'
import { logEntries } from '../core/log.js'
import type { TokenRecord } from '../core/records/index.js'
import type { Grant } from '../core/roles/index.js'
import { put, retrying } from '../core/store.js'
import { iso } from '../core/time.js'
import { lookUpOpen, mint } from '../core/tokens.js'
import { assertMayGive, readGrants, readStaffName, rolesText, storedToken, storedTokens, TOKENS } from './plan.js'
import type { ApiToken } from './types.js'

const apiTokenOf = ({ data, createdAt, voidedAt }: TokenRecord): ApiToken => ({
  id: data.id ?? '',
  name: data.name ?? '',
  grants: JSON.parse(data.grants ?? '[]') as Grant[],
  createdAt,
  ...defined({ endedAt: voidedAt }),
})

export async function createApiToken(
  context: ServiceContext,
  input: { name: string; grants: readonly Grant[] },
): Promise<{ apiToken: ApiToken; token: string }> {
  const [name, grants] = [readStaffName(input.name), readGrants(input.grants)]
  await assertMayGive(context, grants)
  const open = (await storedTokens(context)).filter(({ value }) => value.voidedAt === undefined)
  if (open.length >= limits.apiTokens) {
    throw new BadgeError('ERR_LIMIT_EXCEEDED', `There can be ${limits.apiTokens} tokens of the API.`)
  }
  const id = newId(context.now())
  const data = { id, name, grants: JSON.stringify(grants) }
  const { text, change } = await mint(context, { purpose: 'api', subject: TOKENS, data })
  const created = { type: 'api-token-created', data: { roles: rolesText(grants) } } as const
  const log = logEntries(context, subjectOf('token', id), 0, 'issuer', [created])
  await context.storage.commit([change, ...log.changes])
  context.emit(log.events)
  return { apiToken: { id, name, grants, createdAt: iso(context.now()) }, token: text }
}

export const listApiTokens = async (context: ServiceContext): Promise<ApiToken[]> =>
  (await storedTokens(context)).map(({ value }) => apiTokenOf(value)).sort((a, b) => (a.id < b.id ? 1 : -1))

export async function endApiToken(context: ServiceContext, { tokenId }: { tokenId: string }): Promise<ApiToken> {
  return retrying(async () => {
    const found = isId(tokenId) ? await storedToken(context, tokenId) : undefined
    if (found === undefined) throw new BadgeError('ERR_RECORD_NOT_FOUND', 'There is no such token.')
    await assertMayGive(context, apiTokenOf(found.value).grants)
    if (found.value.voidedAt !== undefined) return apiTokenOf(found.value)
    const ended: TokenRecord = { ...found.value, voidedAt: iso(context.now()) }
    const log = logEntries(context, subjectOf('token', tokenId), 1, 'issuer', [{ type: 'api-token-ended' }])
    // It stays in the list: the log names it.
    await context.storage.commit([put('tokens', found.key, found, ended), ...log.changes])
    context.emit(log.events)
    return apiTokenOf(ended)
  })
}

export async function lookAtApiToken(context: ServiceContext, text: string): Promise<ApiToken | null> {
  const found = await lookUpOpen(context, 'api', text)
  return found === undefined ? null : apiTokenOf(found.value)
}
