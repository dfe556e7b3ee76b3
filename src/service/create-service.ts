import type { BadgeService, BadgeServiceOptions } from './api/index.js'
import * as applications from './applications/applications.js'
import * as forms from './applications/forms.js'
import { historyOf } from './badges/history.js'
import * as issuing from './badges/issue.js'
import { badgeJwt } from './badges/jwt.js'
import { badgeImage, badgePicture } from './badges/pictures.js'
import * as revoke from './badges/revoke.js'
import { publishList } from './badges/status.js'
import * as batches from './batches/batches.js'
import * as claim from './claims/claim.js'
import * as offer from './claims/offer.js'
import * as resend from './claims/resend.js'
import { createServiceContext, type ServiceContext } from './core/context.js'
import { takeRate } from './core/rate-limit.js'
import * as displays from './displays/displays.js'
import { deliver } from './outbox/deliver.js'
import * as outbox from './outbox/outbox.js'
import * as consents from './people/consents.js'
import * as people from './people/people.js'
import * as privacy from './privacy/privacy.js'
import * as sharing from './sharing/sharing.js'
import { tick } from './tick.js'

/**
 * The learner's journey as one object: issue → offer → accept or decline → claim → visibility → revoke, suspend, expire,
 * replace, with the records, the mail and the status lists that go with it.
 *
 * It owns the state of that workflow and nothing else. Every step can be repeated, is all or nothing, and may be taken
 * by several processes at once, as far as the storage goes. What is due (mail, reminders, badges that expire) happens in
 * `tick`, which you call every few seconds or minutes.
 *
 * @throws BadgeError `ERR_ARGUMENT_INVALID` for options that no service can work with. Steps throw `ERR_STAGE_INVALID`
 * where a badge is at another stage, `ERR_RECORD_NOT_FOUND`, `ERR_ACCESS_DENIED`, `ERR_TOKEN_INVALID`, `ERR_TOKEN_USED`,
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
  const under = new Set<Promise<unknown>>()
  /** A step of this context; `close` waits for those under way. */
  const bind =
    <Input extends unknown[], Output>(step: (context: ServiceContext, ...input: Input) => Promise<Output>) =>
    (...input: Input): Promise<Output> => {
      const running = step(context, ...input)
      under.add(running)
      const done = (): void => {
        under.delete(running)
      }
      running.then(done, done)
      return running
    }
  return {
    options,
    baseUrl: context.baseUrl,
    issue: bind((c, input: Parameters<BadgeService['issue']>[0]) => issuing.issue(c, input)),
    offer: bind((c, input: { badgeId: string }) => offer.offerBadge(c, input)),
    resend: bind(resend.resendOffer),
    createClaimLink: bind(resend.createClaimLink),
    revoke: bind(revoke.revokeBadge),
    suspend: bind(revoke.suspendBadge),
    reinstate: bind(revoke.reinstateBadge),
    replace: bind(revoke.replaceBadge),
    correctName: bind(revoke.correctName),
    get: bind(issuing.getBadge),
    list: bind(issuing.listBadges),
    history: bind((c, badgeId: string) => historyOf(c, `badge:${badgeId}`)),
    picture: bind(badgePicture),
    image: bind(badgeImage),
    jwt: bind(badgeJwt),
    batches: {
      issue: bind(batches.issueBatchRows),
      undo: bind(batches.undoBatch),
      get: bind(batches.getBatch),
      list: bind(batches.listBatches),
    },
    status: { publish: bind(publishList) },
    claims: {
      look: bind(claim.lookAtOffer),
      requestCode: bind(claim.requestCode),
      accept: bind(claim.acceptOffer),
      claim: bind(claim.claimBadge),
      decline: bind(claim.declineOffer),
      undo: bind(claim.undo),
      lookUndo: bind(claim.lookAtUndo),
    },
    people: {
      get: bind(people.getPerson),
      badges: bind(people.badgesOf),
      fromSession: bind(people.personFromSession),
      sendLinks: bind(people.sendLinks),
      signIn: bind(people.signIn),
      lookSignIn: bind(people.lookAtSignIn),
      startSession: bind(people.startSession),
      session: bind(people.sessionOf),
      endSession: bind(people.endSession),
      setProfile: bind(people.setProfile),
      addAddress: bind(people.addAddress),
      confirmAddress: bind(people.confirmAddress),
      lookAddress: bind(people.lookAtAddress),
      removeAddress: bind(people.removeAddress),
      createRecoveryCodes: bind(people.createRecoveryCodes),
      recover: bind(people.recover),
      confirmRecovery: bind(people.confirmRecovery),
      addRule: bind(people.addRule),
      removeRule: bind(people.removeRule),
      rules: bind(async (c, personId: string) => (await people.getPerson(c, personId))?.autoAccept ?? []),
      recordConsent: bind(consents.recordConsent),
      consents: bind(consents.consentsOf),
    },
    sharing: {
      setVisibility: bind(sharing.setVisibility),
      createLink: bind(sharing.createLink),
      links: bind(sharing.linksOf),
      revokeLink: bind(sharing.revokeLink),
      setDisplay: bind(sharing.setDisplay),
      view: bind(sharing.viewBadge),
      viewLink: bind(sharing.viewLink),
      capsule: bind(sharing.capsuleOf),
    },
    displays: {
      create: bind(displays.createDisplay),
      list: bind(displays.listDisplays),
      revoke: bind(displays.revokeDisplay),
      look: bind(displays.lookAtDisplay),
    },
    applications: {
      setForm: bind(forms.setForm),
      form: bind(forms.getForm),
      forms: bind(forms.listForms),
      submit: bind(applications.submitApplication),
      look: bind(applications.lookAtApplication),
      get: bind(applications.getApplication),
      list: bind(applications.listApplications),
      approve: bind((c, input: { applicationId: string }) => applications.approveApplication(c, input)),
      reject: bind(applications.rejectApplication),
      ask: bind(applications.askApplicant),
      answer: bind(applications.answerQuestion),
      history: bind((c, id: string) => historyOf(c, `application:${id}`)),
    },
    mail: {
      deliver: bind(deliver),
      report: bind(outbox.reportMail),
      unsubscribe: bind(outbox.unsubscribe),
      lookUnsubscribe: bind(outbox.lookAtUnsubscribe),
      suppress: bind(outbox.suppressAddress),
      release: bind(outbox.releaseAddress),
      messages: bind(outbox.listMessages),
      retry: bind(outbox.retryMessage),
    },
    privacy: {
      export: bind(privacy.exportPerson),
      erase: bind(privacy.erasePerson),
      eraseAddress: bind(privacy.eraseAddress),
      retain: bind(privacy.retain),
    },
    limits: { take: bind(takeRate) },
    tick: bind(tick),
    async close() {
      await Promise.allSettled([...under])
      await options.mail?.close?.()
    },
  }
}
