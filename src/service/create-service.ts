import { BadgeError } from '../errors.js'
import { defined } from '../internal/defined.js'
import { isJsonObject } from '../internal/json.js'
import { checkOptions, needed, type OptionRule } from '../internal/options.js'
import { suiteNames } from '../internal/suite-names.js'
import { applicationInputs, applicationSteps } from './applications/index.js'
import { backlog } from './backlog.js'
import { backupInputs, backupSteps } from './backup/index.js'
import { badgeInputs, badgeSteps } from './badges/index.js'
import { batchInputs, batchSteps } from './batches/index.js'
import { claimInputs, claimSteps } from './claims/index.js'
import { collectionInputs, collectionSteps } from './collection/index.js'
import { branded } from './core/brand-now.js'
import { type Actors, createServiceContext, type ServiceContext } from './core/context.js'
import { idIn, subjectOf } from './core/ids.js'
import { checkInputs, type InputsOf } from './core/inputs.js'
import type { BadgeServiceOptions } from './core/options.js'
import { contextOfIssuer } from './core/other-issuer.js'
import type { StepsOf } from './core/steps.js'
import { credentialInputs, credentialSteps, presentationInputs, presentationSteps } from './credentials/index.js'
import { displayInputs, displaySteps } from './displays/index.js'
import { guardianInputs, guardianSteps } from './guardians/index.js'
import { issuerInputs, issuerSteps } from './issuers/index.js'
import { keyInputs, keySteps } from './keys/index.js'
import { libraryInputs, librarySteps } from './library/index.js'
import { limitInputs, limitSteps } from './limits/index.js'
import { mailInputs, mailSteps } from './outbox/index.js'
import { peopleInputs, peopleSteps } from './people/index.js'
import { portfolioInputs, portfolioSteps } from './portfolio/index.js'
import { presentingInputs, presentingSteps } from './presenting/index.js'
import { privacyInputs, privacySteps } from './privacy/index.js'
import { sharingInputs, sharingSteps } from './sharing/index.js'
import { staffInputs, staffSteps } from './staff/index.js'
import { statusInputs, statusSteps } from './status/index.js'
import { tick } from './tick.js'
import type { BadgeService } from './types.js'
import { walletInputs, walletSteps } from './wallet/index.js'
import { webhookInputs, webhookSteps } from './webhooks/index.js'

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
  return serviceOf(createServiceContext(options), new Set())
}

const otherIssuer = {
  name: needed('some text'),
  signer: needed({ methods: ['sign'] }),
  findSigner: 'function',
  suite: { either: [suiteNames, { each: suiteNames }] },
  timeZone: 'time zone',
  retired: 'boolean',
} as const
const storedIssuer = { retired: needed('object') } as const

/** All steps, bound to one context. */
function serviceOf(context: ServiceContext, running: Set<Promise<unknown>>): BadgeService {
  const { options } = context
  const bind = binder(context, running)
  const bindMain: typeof bind = context.issuerName === undefined ? bind : refused
  return {
    options,
    as(actor) {
      const actors = readActors(actor)
      return serviceOf({ ...context, actors: { ...context.actors, ...actors } }, running)
    },
    forIssuer(issuer) {
      checkOptions(issuer, isJsonObject(issuer?.retired) ? storedIssuer : otherIssuer)
      return serviceOf(contextOfIssuer(context, issuer), running)
    },
    baseUrl: context.baseUrl,
    ...defined({ issuerName: context.issuerName }),
    ...bindMain('', badgeSteps, badgeInputs),
    batches: bindMain('batches', batchSteps, batchInputs),
    status: bind('status', statusSteps, statusInputs),
    credentials: bind('credentials', credentialSteps, credentialInputs),
    presentations: bind('presentations', presentationSteps, presentationInputs),
    claims: bindMain('claims', claimSteps, claimInputs),
    collection: bindMain('collection', collectionSteps, collectionInputs),
    portfolio: bindMain('portfolio', portfolioSteps, portfolioInputs),
    people: bindMain('people', peopleSteps, peopleInputs),
    guardians: bindMain('guardians', guardianSteps, guardianInputs),
    staff: bind('staff', staffSteps, staffInputs),
    sharing: bindMain('sharing', sharingSteps, sharingInputs),
    wallet: bindMain('wallet', walletSteps, walletInputs),
    displays: bindMain('displays', displaySteps, displayInputs),
    presenting: bindMain('presenting', presentingSteps, presentingInputs),
    applications: bindMain('applications', applicationSteps, applicationInputs),
    library: bindMain('library', librarySteps, libraryInputs),
    mail: bindMain('mail', mailSteps, mailInputs),
    privacy: bindMain('privacy', privacySteps, privacyInputs),
    webhooks: bindMain('webhooks', webhookSteps, webhookInputs),
    limits: bind('limits', limitSteps, limitInputs),
    issuers: bind('issuers', issuerSteps, issuerInputs),
    keys: bind('keys', keySteps, keyInputs),
    backup: bindMain('backup', backupSteps, backupInputs),
    ...bindMain<Pick<BadgeService, 'tick' | 'backlog'>>(
      '',
      { tick, backlog },
      { tick: [{ members: { job: 'text' } }], backlog: [] },
    ),
    async close() {
      await Promise.allSettled([...running])
      await options.mail?.close?.()
    },
  }
}

/** Ids, and nothing else: what is given here goes into the log. */
function readActors(actor: Parameters<BadgeService['as']>[0]): Actors {
  checkOptions(actor, { staffId: 'text', tokenId: 'text', personId: 'text', through: 'texts' })
  const { through, ...ids } = actor
  const { staffId, tokenId, personId } = ids
  if (staffId !== undefined && tokenId !== undefined) throw wrong('One of `staffId` and `tokenId` acts, not both.')
  if (through !== undefined && staffId === undefined)
    throw wrong('`through` is of a session of the staff: give `staffId`.')
  const given = Object.values(ids).filter((id) => id !== undefined)
  if (![...given, ...(through ?? []).map(idOfMaker)].every((id) => /^[0-9a-z]{16,64}$/.test(id))) {
    throw wrong('The log takes the ids of records alone.')
  }
  return defined({
    issuer: staffId === undefined ? tokenId && subjectOf('token', tokenId) : subjectOf('staff', staffId),
    through,
    learner: personId && subjectOf('person', personId),
  })
}

/** The id in `staff:…` or `token:…`; nothing that is one of anything else. */
const idOfMaker = (maker: string): string => idIn('staff', maker) ?? idIn('token', maker) ?? ''

const wrong = (message: string): BadgeError => new BadgeError('ERR_ARGUMENT_INVALID', message)

type AnyStep = (context: ServiceContext, ...input: unknown[]) => Promise<unknown>

/** Makes methods of a table of steps: each looks at its input, gets the context, and is in `running` until it has ended. */
function binder(context: ServiceContext, running: Set<Promise<unknown>>) {
  const method =
    (name: string, step: AnyStep, rules: readonly OptionRule[]) =>
    (...input: unknown[]): Promise<unknown> => {
      const result = start(async () => {
        checkInputs(name, input, rules)
        return step(await branded(context), ...input)
      })
      running.add(result)
      const ended = (): void => {
        running.delete(result)
      }
      result.then(ended, ended)
      return result
    }
  return <Methods>(subject: string, steps: StepsOf<Methods>, inputs: InputsOf<Methods>): Methods =>
    Object.fromEntries(
      Object.entries(steps as Record<string, AnyStep>).map(([name, step]) => {
        const rules = (inputs as Readonly<Record<string, readonly OptionRule[]>>)[name] ?? []
        return [name, method(subject === '' ? name : `${subject}.${name}`, step, rules)]
      }),
    ) as Methods
}

/**
 * Badges, learners and all that goes with them are those of the service itself, and records of them name no other issuer:
 * one beside it has none. Its badges would be everybody's who has a role at the service, and its rows be signed by the other key.
 */
const refused: ReturnType<typeof binder> = (subject, steps) =>
  Object.fromEntries(
    Object.keys(steps as object).map((name) => [
      name,
      () =>
        start(async () => {
          throw wrong(
            `${subject === '' ? name : `${subject}.${name}`} is of the service itself: an issuer beside it has credentials, status lists and keys.`,
          )
        }),
    ]),
  ) as never

/** What is thrown at once is a rejection too. */
const start = async (act: () => Promise<unknown>): Promise<unknown> => act()
