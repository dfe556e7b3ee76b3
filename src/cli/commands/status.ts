import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import { type SuiteName, signCredential, suiteNames } from '../../proof/index.js'
import {
  createStatusEntry,
  createStatusList,
  createStatusListCredential,
  getStatus,
  parseStatusListCredential,
  publishStatusList,
  setStatus,
} from '../../status/index.js'
import type { JsonObject } from '../../types/json.js'
import type { StatusList } from '../../types/status.js'
import { formatJson, readJsonObjectFile, say, writeResult } from '../core/io.js'
import { readKeyFile } from '../core/keys.js'
import type { Surroundings } from '../core/surroundings.js'

/** Shape of the JSON that `status show` prints; scripts depend on it. Members are added, never changed. */
const SCHEMA_VERSION = 1
/** Indexes that `status show` lists; a long list says no more than its number does. */
const SHOWN_ENTRIES = 1000

interface TimeOptions {
  readonly now?: string
  readonly validUntil?: string
  readonly suite?: readonly SuiteName[]
}

export interface StatusCreateOptions extends TimeOptions {
  readonly purpose: Parameters<typeof createStatusList>[0]['purpose']
  readonly id: string
  readonly issuer?: string
  readonly key: string
  readonly length?: number
  readonly statusSize: number
  readonly ttl?: number
  readonly out?: string
}

/** A new signed list, with nobody revoked. */
export async function statusCreate(options: StatusCreateOptions, around: Surroundings): Promise<void> {
  const { purpose, id, length, statusSize, ttl, issuer } = options
  const list = createStatusList({ purpose, statusSize, ...defined({ length }) })
  const signed = await publishStatusList(list, await readKeyFile(options.key, around), {
    id,
    ...(issuer === undefined ? {} : { issuer: await readIssuer(issuer, around) }),
    ...defined({ ttl, validUntil: options.validUntil }),
    ...signing(options),
  })
  await writeResult(formatJson(signed), options.out, around)
  say(`Publish it at ${id}, and again after every change.`, around)
}

/** An id stands for itself; anything else is the profile of the issuer in a file, of which the list needs the id. */
async function readIssuer(value: string, around: Surroundings): Promise<string> {
  if (/^(did|https?|urn):/i.test(value)) return value
  const { id } = await readJsonObjectFile(value, around)
  if (typeof id !== 'string') throw new BadgeError('ERR_USAGE', `${value} does not hold an issuer with an id.`)
  return id
}

export interface StatusSetOptions extends TimeOptions {
  readonly index: readonly number[]
  readonly value: number
  readonly key: string
  readonly statusSize: number
  readonly out?: string
}

/** Sets entries of a list and signs it again, as it was signed before. */
export async function statusSet(file: string, options: StatusSetOptions, around: Surroundings): Promise<void> {
  const { proof, ...published } = await readJsonObjectFile(file, around)
  const list = await parseStatusListCredential(published, { statusSize: options.statusSize })
  const changed = setStatus(list, options.index, options.value)
  if (list.purpose === 'revocation' && options.index.some((index) => getStatus(list, index) > options.value)) {
    say('warning: by the standard a revocation is for good; verifiers may have seen it already.', around)
  }
  const suite = options.suite ?? suitesOf(proof)
  const signed = await signCredential(
    await withList(published, changed, options),
    await readKeyFile(options.key, around),
    {
      ...signing(options),
      ...(suite.length === 0 ? {} : { suite }),
    },
  )
  await writeResult(formatJson(signed), options.out ?? file, around)
}

/** The credential as it was published, but with the list in its new state and the time of that state. */
async function withList(published: JsonObject, list: StatusList, options: TimeOptions): Promise<JsonObject> {
  const { id, issuer } = published
  if (typeof id !== 'string' || (typeof issuer !== 'string' && !isJsonObject(issuer))) {
    throw new BadgeError('ERR_STATUS_LIST_INVALID', 'The credential of a status list must have an id and an issuer.')
  }
  const {
    validFrom,
    validUntil = published.validUntil,
    credentialSubject,
  } = await createStatusListCredential(list, {
    id,
    issuer,
    ...defined({ validFrom: options.now, validUntil: options.validUntil }),
  })
  if (typeof validUntil === 'string' && Date.parse(validUntil) <= Date.parse(String(validFrom))) {
    throw new BadgeError('ERR_USAGE', 'The list is past its validUntil; say with --valid-until how long it counts now.')
  }
  const { encodedList } = credentialSubject as JsonObject
  const subjects = asArray(published.credentialSubject).map((subject) =>
    isJsonObject(subject) && subject.encodedList !== undefined ? { ...subject, encodedList } : subject,
  )
  const [only] = subjects
  return {
    ...published,
    validFrom,
    ...defined({ validUntil }),
    credentialSubject: (subjects.length === 1 ? only : subjects) as JsonObject,
  }
}

/** The proof formats of a proof or set that can be made again. */
const suitesOf = (proof: unknown): SuiteName[] =>
  asArray(proof)
    .filter(isJsonObject)
    .map(({ type, cryptosuite }) => cryptosuite ?? type)
    .filter((name): name is SuiteName => (suiteNames as readonly unknown[]).includes(name))

export interface StatusShowOptions {
  readonly index?: readonly number[]
  readonly statusSize: number
}

/** Prints what a list says: as a whole, or of single entries. The list is not verified. */
export async function statusShow(file: string, options: StatusShowOptions, around: Surroundings): Promise<void> {
  const credential = await readJsonObjectFile(file, around)
  const list = await parseStatusListCredential(credential, { statusSize: options.statusSize })
  const { id, issuer, validFrom, validUntil } = credential
  const set = setIndexes(list)
  const shown = options.index?.map((index) => ({
    index,
    value: getStatus(list, index),
    ...entryFor(list, index, id),
  }))
  await writeResult(
    formatJson({
      schemaVersion: SCHEMA_VERSION,
      id,
      issuer,
      purpose: list.purpose,
      length: list.length,
      statusSize: list.statusSize,
      validFrom,
      validUntil,
      set: set.length,
      ...(shown === undefined ? { indexes: set.slice(0, SHOWN_ENTRIES) } : { entries: shown }),
    }),
    undefined,
    around,
  )
}

/** What goes into a draft as `credentialStatus`; with messages only their issuer can write it. */
function entryFor(list: StatusList, index: number, id: unknown): { credentialStatus?: unknown } {
  if (list.statusSize > 1 || typeof id !== 'string') return {}
  return { credentialStatus: createStatusEntry(list, index, { statusListCredential: id }) }
}

function setIndexes(list: StatusList): number[] {
  const found: number[] = []
  for (let index = 0; index < list.length; index++) if (getStatus(list, index) !== 0) found.push(index)
  return found
}

const signing = ({ now, suite }: TimeOptions) => defined({ now, created: now, suite })
