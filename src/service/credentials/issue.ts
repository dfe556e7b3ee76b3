import { checkDataModel } from '../../credential/index.js'
import { checkStatusEntry } from '../../credential/lint/index.js'
import { BadgeError, type ErrorProblem, isBadgeError } from '../../errors.js'
import { assertCreated } from '../../internal/created.js'
import { defined } from '../../internal/defined.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import { signCredential, signCredentialAsJwt } from '../../proof/index.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import type { Signer } from '../../types/keys.js'
import type { ServiceContext } from '../core/context.js'
import type { IssuedRecord, StatusPlace } from '../core/records/index.js'
import { assertIssues, signingKey } from '../core/signing.js'
import { put, read } from '../core/store.js'
import { iso } from '../core/time.js'
import { allocatePlace } from '../status/places.js'
import { assertAddressable, keyOfId, keyOfPlace } from './keys.js'
import type { CredentialSteps } from './types.js'

type Input = Parameters<CredentialSteps['issue']>[0]

/** Signs a credential as it is, apart from the status entries that it gets here. */
export async function issueCredential(
  context: ServiceContext,
  input: Input,
): Promise<{ credential: JsonObject | string }> {
  const { credential, store = false, credentialId } = input
  assertIssues(context)
  const purposes = [...new Set(asArray(input.statusPurpose))]
  assertForm(input)
  assertCreated(input.sign?.created, new Date(context.now()))
  assertModel(credential)
  const id = idOf(input)
  if (store && id === undefined) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'What is stored needs an `id`, or a `credentialId` to be found by.', {
      pointer: '/id',
    })
  }
  if (store && id !== undefined) assertAddressable(id, credentialId === undefined ? '/id' : '/credentialId')
  const key = id === undefined ? undefined : keyOfId(context, id)
  const isKept = store || purposes.length > 0
  const taken = (): BadgeError =>
    new BadgeError('ERR_STAGE_INVALID', 'A credential of this id was issued here before; give this one another id.', {
      pointer: credentialId === undefined ? '/id' : '/credentialId',
    })
  // Also where nothing of this one will be kept: two credentials of one id would have one status and one address.
  if (key !== undefined && (await read(context.storage, 'issued', key)) !== undefined) throw taken()
  const signer = await signingKey(context)
  if (purposes.length > 0 && signer.type === 'RSA') {
    throw new BadgeError('ERR_SUITE_UNSUPPORTED', 'An RSA key makes no embedded proofs, and so no status lists.', {
      pointer: '/statusPurpose',
    })
  }
  const places: StatusPlace[] = []
  const entries: JsonObject[] = []
  for (const purpose of purposes) {
    const { place, entry } = await allocatePlace(context, purpose)
    places.push(place)
    entries.push({ ...entry })
  }
  const signed = await sign(context, withEntries(credential, entries), signer, input)
  if (!isKept) return { credential: signed }
  const [first] = places
  const record: IssuedRecord = {
    schemaVersion: 1,
    issuerId: context.issuerId,
    places,
    issuedAt: iso(context.now()),
    ...(store ? { credential: signed, form: input.form ?? 'vc' } : {}),
  }
  try {
    await context.storage.commit([put('issued', key ?? keyOfPlace(first as StatusPlace), undefined, record)])
  } catch (error) {
    throw isBadgeError(error, 'ERR_STORAGE_CONFLICT') ? taken() : error
  }
  return { credential: signed }
}

/** What is asked of an embedded proof must not be dropped for a JWT, which has no place for it. */
function assertForm({ form = 'vc', sign = {} }: Input): void {
  if (form === 'vc') return
  for (const name of ['suite', 'challenge', 'domain', 'mandatoryPointers', 'created'] as const) {
    if (sign[name] === undefined) continue
    throw new BadgeError('ERR_ARGUMENT_INVALID', `\`${name}\` is for embedded proofs; a ${form} has none.`, {
      pointer: `/sign/${name}`,
    })
  }
}

/** A status entry that nobody can read is refused too: its credential could never be verified. */
function assertModel(credential: JsonObject): void {
  const report = checkDataModel(credential, { profile: 'vcdm' })
  const problems = [...report.problems, ...unreadableEntries(credential)]
  const [first] = problems
  if (first !== undefined) throw new BadgeError('ERR_MODEL_INVALID', first.detail, { problems })
}

function unreadableEntries({ credentialStatus }: JsonObject): ErrorProblem[] {
  const found: ErrorProblem[] = []
  for (const [i, value] of asArray<JsonValue>(credentialStatus).entries()) {
    if (!isJsonObject(value)) continue
    const pointer = Array.isArray(credentialStatus) ? `/credentialStatus/${i}` : '/credentialStatus'
    const warn = (rule: string, at: string, detail: string): void => {
      if (rule === 'status.entry') found.push({ code: 'ERR_MODEL_INVALID', pointer: at, detail })
    }
    checkStatusEntry({ value, pointer }, { warn })
  }
  return found
}

function idOf({ credentialId, credential }: Input): string | undefined {
  const { id } = credential
  if (credentialId === undefined) return typeof id === 'string' ? id : undefined
  if (id !== undefined && id !== credentialId) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', 'The credential has an `id`; `credentialId` must not be another.', {
      pointer: '/credentialId',
    })
  }
  return credentialId
}

/** Beside the entries of others that it brought along. */
function withEntries(credential: JsonObject, entries: readonly JsonObject[]): JsonObject {
  if (entries.length === 0) return credential
  const all = [...(asArray<JsonValue>(credential.credentialStatus) as readonly JsonValue[]), ...entries]
  return { ...credential, credentialStatus: all.length === 1 ? (all[0] as JsonValue) : all }
}

async function sign(
  context: ServiceContext,
  credential: JsonObject,
  key: Signer,
  { form = 'vc', sign: options = {} }: Input,
): Promise<JsonObject | string> {
  const now = new Date(context.now())
  if (form === 'vc') {
    const signed = await signCredential(credential, key, { ...options, now })
    return signed as unknown as JsonObject
  }
  const { contexts, documents } = options
  return signCredentialAsJwt(credential, key, { ...defined({ contexts, documents }), format: form, now })
}
