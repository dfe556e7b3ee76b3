import { isSameId, isSameParty, issuerOf } from '../../../badge/index.js'
import { isSameIdentity } from '../../../credential/mailbox/index.js'
import { isBadgeError } from '../../../errors.js'
import { asArray, isJsonObject } from '../../../internal/json.js'
import { problem } from '../../../internal/problems.js'
import { parseDateTime } from '../../../internal/time.js'
import { isUri } from '../../../internal/url.js'
import type { JsonObject, JsonValue } from '../../../types/json.js'
import type { Check } from '../../../types/verification.js'
import { passed, skipped } from '../../core/check.js'
import type { NestedResult } from '../../core/nested.js'
import { isProven } from '../../core/proven.js'
import type { Refresh } from '../../core/refresh.js'
import type { VerificationRun } from '../../core/run.js'

/** The work of `refresh.service`, where a service is named. */
export async function askService(
  service: JsonObject,
  run: VerificationRun,
  done: ReadonlyMap<string, Check>,
  verifyCopy: (copy: JsonValue) => Promise<NestedResult>,
): Promise<Refresh> {
  if (run.refreshed) return { finding: passed('This is the copy that the refresh service gave.') }
  if (run.depth > 0) return { finding: skipped('Refresh services of credentials inside others are not asked.') }
  if (!isProven([...done.values()])) return { finding: skipped('Not asked, because the credential is not proven.') }
  if (typeof service.id !== 'string' || !isUri(service.id)) return kept('It does not name the service by its URL.')

  let copy: JsonValue
  try {
    copy = (await run.loader(service.id, 'document')).document
  } catch (error) {
    return isBadgeError(error, 'ERR_DOCUMENT_UNAVAILABLE')
      ? { finding: skipped('The refresh service was not asked; the credential counts as it stands.') }
      : kept(isBadgeError(error) ? error.message : 'It could not be asked.')
  }
  const result = await verifyCopy(copy)
  const newer = (result.credential ?? result.unverifiedCredential) as JsonObject | undefined
  const why = newer === undefined ? 'What it gave is not a credential.' : difference(run.document, newer)
  if (why !== undefined) return kept(why)
  if (!isProven(result.checks)) return kept('The copy that it gave is not proven.')
  return { finding: passed('The refresh service gave a copy that counts instead.'), result }
}

function kept(why: string): Refresh {
  const detail = `The refresh service was of no use, so that the credential counts as it stands. ${why}`
  return {
    finding: {
      status: 'indeterminate',
      summary: detail,
      next: 'Ask the issuer for a newer copy if you need one.',
      warnings: [problem('ERR_REFRESH_FAILED', detail, '/refreshService')],
    },
  }
}

function difference(original: JsonObject, copy: JsonObject): string | undefined {
  if (!isSameId(original.id, copy.id)) return 'What it gave is another credential.'
  if (!isSameParty(issuerOf(original)?.id, issuerOf(copy)?.id)) return 'What it gave is of another issuer.'
  if (!isSameSubject(original.credentialSubject, copy.credentialSubject)) return 'What it gave is about somebody else.'
  return since(copy) < since(original) ? 'What it gave is an older copy.' : undefined
}

/**
 * Whether a newer copy is about the same person: it says everything by which the older one identifies them, and has the
 * id of the older one, or one where that had none. By an id alone anybody else could get the badge.
 */
function isSameSubject(original: JsonValue | undefined, copy: JsonValue | undefined): boolean {
  const [olds, news] = [asArray<JsonValue>(original), asArray<JsonValue>(copy)]
  if (olds.length !== news.length) return false
  return olds.every((old, i) => {
    const newer = news[i]
    if (!isJsonObject(old) || !isJsonObject(newer)) return false
    if (old.id !== undefined && old.id !== newer.id) return false
    const identifiers = asArray<JsonValue>(newer.identifier)
    return asArray<JsonValue>(old.identifier).every(
      (known) => isJsonObject(known) && identifiers.some((each) => isJsonObject(each) && isSameIdentity(known, each)),
    )
  })
}

/** From when on a copy counts, by either data model. */
function since({ validFrom, issuanceDate }: JsonObject): number {
  const from = validFrom ?? issuanceDate
  return (typeof from === 'string' ? parseDateTime(from) : null) ?? Number.NEGATIVE_INFINITY
}
