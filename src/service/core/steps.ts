import type { ServiceContext } from './context.js'

/**
 * The table that a subject's `index.ts` gives: for each method of its part of the service, the step that does it, which
 * takes the context first. The name of a method after that of its subject is the name of the operation, such as
 * `claims.look`.
 */
export type StepsOf<Methods> = {
  readonly [Name in keyof Methods]: Methods[Name] extends (...input: infer Input) => infer Output
    ? (context: ServiceContext, ...input: Input) => Output
    : never
}

/** What a run of the outbox or of the webhooks did. */
export interface DeliveryReport {
  readonly sent: number
  /** To be tried again. */
  readonly later: number
  /** Given up, refused, or no longer wanted. */
  readonly ended: number
}
