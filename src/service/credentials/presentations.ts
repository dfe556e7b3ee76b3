import { BadgeError, isBadgeError } from '../../errors.js'
import { assertCreated } from '../../internal/created.js'
import { defined } from '../../internal/defined.js'
import { assertPresentable, envelopPresentation, signPresentation, signPresentationAsJwt } from '../../proof/index.js'
import type { JsonObject } from '../../types/json.js'
import type { ServiceContext } from '../core/context.js'
import type { IssuedRecord } from '../core/records/index.js'
import { assertIssues, signingKey } from '../core/signing.js'
import { put, read, retrying } from '../core/store.js'
import { iso } from '../core/time.js'
import { assertAddressable, keyOfPresentation } from './keys.js'
import type { PresentationSteps } from './types.js'

type Input = Parameters<PresentationSteps['create']>[0]

/** Signs a presentation as it is, whose holder is the issuer. */
export async function createPresentation(context: ServiceContext, input: Input): Promise<{ presentation: JsonObject }> {
  const { presentation: given, store = false } = input
  assertIssues(context)
  assertCreated(input.sign?.created, new Date(context.now()))
  assertPresentable(given)
  const { id } = given
  if (store && typeof id !== 'string') {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'What is stored needs an `id` to be found by.', { pointer: '/id' })
  }
  if (store) assertAddressable(String(id), '/id')
  const key = keyOfPresentation(context, String(id))
  // As with credentials: also where this one will not be kept.
  if (typeof id === 'string' && (await read(context.storage, 'issued', key)) !== undefined) throw taken()
  const presentation = await sign(context, input)
  if (!store) return { presentation }
  const { issuerId } = context
  const record: IssuedRecord = { schemaVersion: 1, issuerId, places: [], issuedAt: iso(context.now()), presentation }
  try {
    await context.storage.commit([put('issued', key, undefined, record)])
  } catch (error) {
    throw isBadgeError(error, 'ERR_STORAGE_CONFLICT') ? taken() : error
  }
  return { presentation }
}

async function sign(
  context: ServiceContext,
  { presentation, form = 'vp', sign: options = {} }: Input,
): Promise<JsonObject> {
  const key = await signingKey(context)
  const now = new Date(context.now())
  if (form === 'vp') return signPresentation(presentation, key, { ...options, now })
  const { suite, created, ...rest } = options
  for (const [name, value] of Object.entries({ suite, created })) {
    if (value === undefined) continue
    throw new BadgeError('ERR_ARGUMENT_INVALID', `\`${name}\` is for embedded proofs; a ${form} has none.`, {
      pointer: `/sign/${name}`,
    })
  }
  return { ...envelopPresentation(await signPresentationAsJwt(presentation, key, { ...defined(rest), now })) }
}

export async function getPresentation(context: ServiceContext, presentationId: string): Promise<JsonObject | null> {
  const stored = await read(context.storage, 'issued', keyOfPresentation(context, presentationId))
  return stored?.value.presentation ?? null
}

export async function removePresentation(
  context: ServiceContext,
  { presentationId }: { readonly presentationId: string },
): Promise<void> {
  await retrying(async () => {
    const stored = await read(context.storage, 'issued', keyOfPresentation(context, presentationId))
    if (stored?.value.presentation === undefined) {
      throw new BadgeError('ERR_RECORD_NOT_FOUND', 'There is no such presentation here.')
    }
    await context.storage.commit([put('issued', stored.key, stored, null)])
  })
}

const taken = (): BadgeError =>
  new BadgeError('ERR_STAGE_INVALID', 'A presentation of this id is stored here already; give this one another id.', {
    pointer: '/id',
  })
