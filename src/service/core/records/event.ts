import { lifecycleEventTypes } from '../lifecycle/index.js'

export const serviceEventTypes = [
  ...lifecycleEventTypes,
  'resent',
  'mail-sent',
  'mail-delivered',
  'mail-bounced',
  'mail-complained',
  'mail-suppressed',
  'mail-failed',
  'readdressed',
  'link-created',
  'link-revoked',
  'display-allowed',
  'display-ended',
  'display-created',
  'display-revoked',
  'erased',
  'application-submitted',
  'application-asked',
  'application-answered',
  'application-approved',
  'application-rejected',
  'email-verified',
  'email-removed',
  'account-recovered',
  'rule-added',
  'rule-removed',
  'consent-given',
  'consent-withdrawn',
] as const

/** Everything that can happen. */
export type ServiceEventType = (typeof serviceEventTypes)[number]

/**
 * One entry of the log: collection `events`, which is only added to. It names records by their ids, and holds no address,
 * name or token.
 */
export interface EventRecord {
  readonly schemaVersion: 1
  /** `badge:ID.000007`: subject and number, so that the order of keys is the order of events. */
  readonly id: string
  /** What it happened to, such as `badge:…`, `person:…`, `application:…`. */
  readonly subject: string
  readonly number: number
  readonly type: ServiceEventType
  readonly at: string
  /** Who did it. */
  readonly by: 'issuer' | 'learner' | 'system'
  /** Further facts: ids, stages, counts. */
  readonly data: Readonly<Record<string, string | number | boolean>>
}
