import { documentLimits } from '../../internal/document-limits.js'
import { asArray, isJsonObject } from '../../internal/json.js'
import { pointerJoin } from '../../internal/pointer.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import { readBitstringEntry } from './bitstring-entry.js'
import { type EntryPlace, type ListVerdict, type StatusContext, type StatusFinding, unknown } from './finding.js'
import { readRevocationList } from './revocation-list.js'

export type { ListVerdict, StatusFinding } from './finding.js'

type Reader = (place: EntryPlace, context: StatusContext) => Promise<StatusFinding>

/** Every type of status entry that is read. */
const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['BitstringStatusListEntry', readBitstringEntry('BitstringStatusListEntry')],
  ['StatusList2021Entry', readBitstringEntry('StatusList2021Entry')],
  ['1EdTechRevocationList', readRevocationList],
])

/**
 * What each `credentialStatus` entry of a credential says, in order: Bitstring Status List, StatusList2021 and
 * 1EdTech revocation lists. "Could not tell" is an answer of its own, `unknown`, with the reason in `problems`; nothing
 * that a document holds makes it reject.
 *
 * @param document - the credential; verify its proof first, since it says where the list is
 * @param context - how to get documents, and how to verify a credential that publishes a list
 */
export async function readStatus(document: JsonObject, context: StatusContext): Promise<readonly StatusFinding[]> {
  const { credentialStatus } = document
  const entries = asArray<JsonValue>(credentialStatus)
  const shared = { ...context, ...oncePerUrl(context) }
  const findings = entries.slice(0, documentLimits.statusEntries).map((entry, i) => {
    const pointer = Array.isArray(credentialStatus) ? pointerJoin('/credentialStatus', i) : '/credentialStatus'
    return readEntry(entry, pointer, shared)
  })
  if (entries.length > documentLimits.statusEntries) {
    const detail = `A credential may have at most ${documentLimits.statusEntries} status entries; the rest was not read.`
    findings.push(Promise.resolve(unknown({ pointer: '/credentialStatus' }, 'ERR_LIMIT_EXCEEDED', detail)))
  }
  return Promise.all(findings)
}

async function readEntry(entry: JsonValue, pointer: string, context: StatusContext): Promise<StatusFinding> {
  if (!isJsonObject(entry)) return unknown({ pointer }, 'ERR_STATUS_ENTRY_INVALID', 'A status entry is an object.')
  for (const type of asArray<JsonValue>(entry.type)) {
    const read = typeof type === 'string' ? readers.get(type) : undefined
    if (read !== undefined) return read({ entry, pointer, type: String(type) }, context)
  }
  return unknown({ pointer }, 'ERR_STATUS_UNSUPPORTED', 'Status entries of this type are not read.')
}

/** Several entries often share a list: it is had and verified once. */
function oncePerUrl({ load, verifyList }: StatusContext): Pick<StatusContext, 'load' | 'verifyList'> {
  const loads = new Map<string, ReturnType<StatusContext['load']>>()
  const verdicts = new Map<JsonValue, Promise<ListVerdict>>()
  return {
    load(url, kind) {
      const known = loads.get(url) ?? load(url, kind)
      loads.set(url, known)
      return known
    },
    verifyList(document) {
      const known = verdicts.get(document) ?? verifyList(document)
      verdicts.set(document, known)
      return known
    },
  }
}
