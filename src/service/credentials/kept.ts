import { BadgeError } from '../../errors.js'
import { placeKey } from '../core/collections.js'
import type { ServiceContext } from '../core/context.js'
import { subjectOf } from '../core/ids.js'
import { nextEntries } from '../core/log.js'
import { signingKeyIfHere } from '../core/signing.js'
import { find, put, read, retrying, type Stored } from '../core/store.js'
import { pathOf } from '../core/urls.js'
import { setBits } from '../status/lists.js'
import { keyOfId } from './keys.js'
import type { CredentialSteps } from './types.js'

export async function getCredential(context: ServiceContext, credentialId: string): ReturnType<CredentialSteps['get']> {
  const stored = await read(context.storage, 'issued', keyOfId(context, credentialId))
  const { credential, form = 'vc' } = stored?.value ?? {}
  return credential === undefined ? null : { credential, form }
}

export async function removeCredential(
  context: ServiceContext,
  { credentialId }: { readonly credentialId: string },
): Promise<void> {
  await retrying(async () => {
    const stored = await read(context.storage, 'issued', keyOfId(context, credentialId))
    if (stored?.value.credential === undefined) throw missing()
    const { credential: _, form: __, ...rest } = stored.value
    await context.storage.commit([put('issued', stored.key, stored, rest.places.length === 0 ? null : rest)])
  })
}

export async function setStatus(
  context: ServiceContext,
  input: Parameters<CredentialSteps['setStatus']>[0],
): Promise<void> {
  const { statusPurpose, status } = input
  if ((await signingKeyIfHere(context)) === undefined) {
    throw new BadgeError(
      'ERR_ISSUER_RETIRED',
      `The key of the issuer ${context.issuerName} is not here, so that its status lists cannot change any more.`,
    )
  }
  await retrying(async () => {
    const found = await findIssued(context, input)
    if (found === undefined) throw missing()
    const places = found.value.places.filter(({ purpose }) => purpose === statusPurpose)
    if (places.length === 0 || !names(context, input, places)) {
      throw new BadgeError('ERR_STATUS_PURPOSE', `The credential has no such status entry for ${statusPurpose}.`)
    }
    if (statusPurpose === 'revocation' && !status) {
      throw new BadgeError('ERR_STATUS_PURPOSE', 'A revocation is for good; only a suspension can be ended.')
    }
    const log = await nextEntries(context, subjectOf('credential', found.key), 'issuer', {
      type: 'status-set',
      data: { purpose: statusPurpose, value: status },
    })
    await context.storage.commit([...(await setBits(context, places, status)), ...log.changes])
    context.emit(log.events)
  })
}

type Named = Parameters<CredentialSteps['setStatus']>[0]

async function findIssued(context: ServiceContext, input: Named): Promise<Stored<'issued'> | undefined> {
  if (input.credentialId !== undefined) return read(context.storage, 'issued', keyOfId(context, input.credentialId))
  const listId = listIdOf(context, input.statusListCredential)
  if (listId === undefined || input.statusListIndex === undefined) {
    throw new BadgeError(
      'ERR_ARGUMENT_INVALID',
      'Name the credential by its id, or by the list and index of its entry.',
    )
  }
  const place = { index: 'place', value: placeKey({ listId, index: Number(input.statusListIndex) }) }
  const { records } = await find(context.storage, 'issued', place, { limit: 1 })
  return records.find(({ value }) => value.issuerId === context.issuerId)
}

/** Whether what is said of the entry beside the id is so. */
function names(
  context: ServiceContext,
  { statusListCredential: url, statusListIndex: index }: Named,
  places: readonly { readonly listId: string; readonly index: number }[],
): boolean {
  return places.every(
    (place) =>
      (url === undefined || listIdOf(context, url) === place.listId) &&
      (index === undefined || index === String(place.index)),
  )
}

/** Id of the list at this URL, where it is one of ours. */
function listIdOf({ baseUrl }: ServiceContext, url: string | undefined): string | undefined {
  const prefix = baseUrl + pathOf('statusList')
  if (url === undefined || !url.startsWith(prefix)) return undefined
  const id = url.slice(prefix.length)
  return /^[a-z0-9-]{1,60}$/.test(id) ? id : undefined
}

const missing = (): BadgeError => new BadgeError('ERR_RECORD_NOT_FOUND', 'There is no such credential here.')
