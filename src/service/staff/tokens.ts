import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { limits } from '../../internal/limits.js'
import type { ServiceContext } from '../core/context.js'
import { assertFresh } from '../core/fresh.js'
import { newId, subjectOf } from '../core/ids.js'
import { logEntries } from '../core/log.js'
import type { Authentication, TokenRecord } from '../core/records/index.js'
import type { Grant } from '../core/roles/index.js'
import { retrying } from '../core/store.js'
import { iso } from '../core/time.js'
import { lookUpOpen, mint } from '../core/tokens.js'
import { endOf, grantsOf, madeBy, storedToken, storedTokens, TOKENS, withThoseMadeBy } from './api-tokens.js'
import { assertMayGive, fenced, readGrants, readStaffName, rolesText } from './plan.js'
import type { ApiToken } from './types.js'

const apiTokenOf = ({ data, createdAt, voidedAt }: TokenRecord): ApiToken => ({
  id: data.id ?? '',
  name: data.name ?? '',
  grants: grantsOf(data),
  createdAt,
  ...defined({ createdBy: data.createdBy, endedAt: voidedAt }),
})

export async function createApiToken(
  context: ServiceContext,
  input: { name: string; grants: readonly Grant[]; authenticated?: Authentication },
): Promise<{ apiToken: ApiToken; token: string }> {
  assertFresh(context, input.authenticated)
  const [name, grants] = [readStaffName(input.name), readGrants(input.grants)]
  return retrying(async () => {
    const fence = await assertMayGive(context, grants)
    const open = (await storedTokens(context)).filter(({ value }) => value.voidedAt === undefined)
    if (open.length >= limits.apiTokens) {
      throw new BadgeError('ERR_LIMIT_EXCEEDED', `There can be ${limits.apiTokens} tokens of the API.`)
    }
    const id = newId(context.now())
    const createdBy = context.actors.issuer
    const data = { id, name, grants: JSON.stringify(grants), ...madeBy(context) }
    const { text, change } = await mint(context, { purpose: 'api', subject: TOKENS, data })
    const created = { type: 'api-token-created', data: { roles: rolesText(grants) } } as const
    const log = logEntries(context, subjectOf('token', id), 0, 'issuer', [created])
    await context.storage.commit(fenced([change, ...log.changes], fence))
    context.emit(log.events)
    const apiToken = { id, name, grants, createdAt: iso(context.now()), ...defined({ createdBy }) }
    return { apiToken, token: text }
  })
}

export const listApiTokens = async (context: ServiceContext): Promise<ApiToken[]> =>
  (await storedTokens(context)).map(({ value }) => apiTokenOf(value)).sort((a, b) => (a.id < b.id ? 1 : -1))

export async function endApiToken(context: ServiceContext, { tokenId }: { tokenId: string }): Promise<ApiToken> {
  return retrying(async () => {
    const found = await storedToken(context, tokenId)
    if (found === undefined) throw new BadgeError('ERR_RECORD_NOT_FOUND', 'There is no such token.')
    const fence = await assertMayGive(context, apiTokenOf(found.value).grants)
    if (found.value.voidedAt !== undefined) return apiTokenOf(found.value)
    // They stay in the list: the log names them.
    const { changes, events } = endOf(context, withThoseMadeBy(await storedTokens(context), [found]))
    await context.storage.commit(fenced(changes, fence))
    context.emit(events)
    return apiTokenOf({ ...found.value, voidedAt: iso(context.now()) })
  })
}

export async function lookAtApiToken(context: ServiceContext, text: string): Promise<ApiToken | null> {
  const found = await lookUpOpen(context, 'api', text)
  return found === undefined ? null : apiTokenOf(found.value)
}
