import { dateOf, issuerOf } from '../../../badge/index.js'
import { isBlank } from '../../../internal/blank.js'
import { asArray, isJsonObject } from '../../../internal/json.js'
import type { JsonObject, JsonValue } from '../../../types/json.js'
import { safeHref } from '../../web/html.js'

/** What a page shows of a credential. Nothing of it is verified here. */
export interface BadgeFacts {
  readonly name: string
  readonly description: string | undefined
  /** Markdown. */
  readonly criteria: string | undefined
  readonly criteriaUrl: string | undefined
  readonly achievementType: string | undefined
  readonly issuerName: string
  readonly issuerUrl: string | undefined
  readonly issuedAt: string | undefined
  readonly validUntil: string | undefined
  readonly tags: readonly string[]
  readonly skills: readonly { readonly name: string; readonly url: string | undefined }[]
  readonly results: readonly { readonly name: string | undefined; readonly value: string }[]
  readonly evidence: readonly {
    readonly name: string | undefined
    /** Markdown. */
    readonly narrative: string | undefined
    readonly text: string | undefined
    readonly url: string | undefined
  }[]
  /** What the issuer says of this person's work; Markdown. */
  readonly narrative: string | undefined
  /** The recipient's name, where the credential says it in clear. */
  readonly recipientName: string | undefined
  readonly language: string | undefined
}

const text = (value: JsonValue | undefined): string | undefined =>
  typeof value === 'string' && !isBlank(value) ? value : undefined
const object = (value: JsonValue | undefined): JsonObject => (isJsonObject(value) ? value : {})
const objects = (value: JsonValue | undefined): JsonObject[] => asArray<JsonValue>(value).filter(isJsonObject)
const SHOWN_ITEMS = 50

export function badgeFacts(credential: JsonObject): BadgeFacts {
  const subject = object(asArray<JsonValue>(credential.credentialSubject)[0])
  // In Open Badges 2.0 the badge class has what an achievement says, and its issuer.
  const achievement = object(subject.achievement ?? credential.badge)
  const issuer = object(credential.issuer ?? achievement.issuer)
  const criteria = object(achievement.criteria)
  return {
    name: text(achievement.name) ?? text(credential.name) ?? '—',
    description: text(achievement.description),
    criteria: text(criteria.narrative),
    criteriaUrl: safeHref(criteria.id),
    achievementType: text(achievement.achievementType),
    issuerName: text(issuer.name) ?? issuerOf(credential)?.id ?? '—',
    issuerUrl: safeHref(issuer.url),
    issuedAt: text(credential.awardedDate) ?? text(dateOf(credential, 'begin') ?? credential.issuedOn),
    validUntil: text(dateOf(credential, 'end') ?? credential.expires),
    tags: asArray<JsonValue>(achievement.tag)
      .flatMap((tag) => text(tag) ?? [])
      .slice(0, SHOWN_ITEMS),
    skills: objects(achievement.alignment)
      .flatMap((row) => {
        const name = text(row.targetName)
        return name === undefined ? [] : { name, url: safeHref(row.targetUrl) }
      })
      .slice(0, SHOWN_ITEMS),
    results: objects(subject.result)
      .flatMap((row) => {
        const value = text(row.value) ?? text(row.status)
        const described = objects(achievement.resultDescription).find(({ id }) => id === row.resultDescription)
        return value === undefined ? [] : { name: text(described?.name), value }
      })
      .slice(0, SHOWN_ITEMS),
    evidence: objects(credential.evidence)
      .map((row) => ({
        name: text(row.name),
        narrative: text(row.narrative),
        text: text(row.description),
        url: safeHref(row.id),
      }))
      .filter((row) => [row.name, row.narrative, row.text, row.url].some((each) => each !== undefined))
      .slice(0, SHOWN_ITEMS),
    narrative: text(subject.narrative),
    recipientName: nameOf(subject),
    language: text(achievement.inLanguage),
  }
}

function nameOf(subject: JsonObject): string | undefined {
  const named = objects(subject.identifier).find(
    ({ identityType, hashed }) => identityType === 'name' && hashed !== true,
  )
  return text(named?.identityHash)
}
