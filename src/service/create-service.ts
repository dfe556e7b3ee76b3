import { applicationSteps } from './applications/index.js'
import { badgeSteps } from './badges/index.js'
import { batchSteps } from './batches/index.js'
import { claimSteps } from './claims/index.js'
import { createServiceContext, type ServiceContext } from './core/context.js'
import type { BadgeServiceOptions } from './core/options.js'
import type { StepsOf } from './core/steps.js'
import { displaySteps } from './displays/index.js'
import { limitSteps } from './limits/index.js'
import { mailSteps } from './outbox/index.js'
import { peopleSteps } from './people/index.js'
import { privacySteps } from './privacy/index.js'
import { sharingSteps } from './sharing/index.js'
import { statusSteps } from './status/index.js'
import { tick } from './tick.js'
import type { BadgeService } from './types.js'
import { webhookSteps } from './webhooks/index.js'

/**
 * The learner's journey as one object: issue → offer → accept or decline → claim → visibility → revoke, suspend, expire,
 * replace, with the records, the mail and the status lists that go with it.
 *
 * It owns the state of that workflow and nothing else. Every step is all or nothing, can be repeated, and may be taken
 * by several processes at once if the storage is shared. What is due (mail, reminders, badges that expire) happens in
 * `tick`, which you call every few seconds or minutes.
 *
 * @throws BadgeError `ERR_ARGUMENT_INVALID` for options that no service can work with. Steps throw `ERR_STAGE_INVALID`
 * if a badge is at another stage, `ERR_RECORD_NOT_FOUND`, `ERR_ACCESS_DENIED`, `ERR_TOKEN_INVALID`, `ERR_TOKEN_USED`,
 * `ERR_TOKEN_EXPIRED`, `ERR_STORAGE_FAILED`, and what creating and signing a badge throws.
 *
 * @example
 * import { generateKeyPair } from 'badgewright'
 * import { createBadgeService } from 'badgewright/service'
 * import { memoryStorage } from 'badgewright/storage/memory'
 *
 * const service = createBadgeService({
 *   signer: await generateKeyPair(),
 *   storage: memoryStorage(),
 *   baseUrl: 'https://badges.example',
 * })
 * const badge = await service.issue({
 *   draft: {
 *     issuer: { name: 'Acme' },
 *     achievement: { name: 'Welder I', description: 'Welds steel.', criteria: 'Passed the exam.' },
 *   },
 *   recipient: { email: 'kim@example.org', name: 'Kim Lee' },
 * })
 * const { token } = await service.createClaimLink({ badgeId: badge.id })
 * const claimed = await service.claims.claim({ token })
 * console.log(claimed.badge.stage, claimed.badge.visibility) // claimed private
 */
export function createBadgeService(options: BadgeServiceOptions): BadgeService {
  const context = createServiceContext(options)
  const running = new Set<Promise<unknown>>()
  const bind = binder(context, running)
  return {
    options,
    baseUrl: context.baseUrl,
    ...bind(badgeSteps),
    batches: bind(batchSteps),
    status: bind(statusSteps),
    claims: bind(claimSteps),
    people: bind(peopleSteps),
    sharing: bind(sharingSteps),
    displays: bind(displaySteps),
    applications: bind(applicationSteps),
    mail: bind(mailSteps),
    privacy: bind(privacySteps),
    webhooks: bind(webhookSteps),
    limits: bind(limitSteps),
    ...bind<Pick<BadgeService, 'tick'>>({ tick }),
    async close() {
      await Promise.allSettled([...running])
      await options.mail?.close?.()
    },
  }
}

type AnyStep = (context: ServiceContext, ...input: unknown[]) => Promise<unknown>

/** Makes methods of a table of steps: each gets the context, and is in `running` until it has ended. */
function binder(context: ServiceContext, running: Set<Promise<unknown>>) {
  const method =
    (step: AnyStep) =>
    (...input: unknown[]): Promise<unknown> => {
      const result = step(context, ...input)
      running.add(result)
      const ended = (): void => {
        running.delete(result)
      }
      result.then(ended, ended)
      return result
    }
  return <Methods>(steps: StepsOf<Methods>): Methods =>
    Object.fromEntries(
      Object.entries(steps as Record<string, AnyStep>).map(([name, step]) => [name, method(step)]),
    ) as Methods
}
