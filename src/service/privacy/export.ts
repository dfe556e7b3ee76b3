import { exportBadge } from '../../export/index.js'
import { defined } from '../../internal/defined.js'
import type { JsonObject } from '../../types/json.js'
import { badgeImage } from '../badges/pictures.js'
import { isTombstone } from '../core/collections.js'
import type { ServiceContext } from '../core/context.js'
import { subjectOf } from '../core/ids.js'
import { historyOf } from '../core/log.js'
import { noticeNames } from '../core/notices.js'
import { portfolioOf } from '../core/portfolios.js'
import type { BadgeRecord, GuardianshipRecord } from '../core/records/index.js'
import { shownOf } from '../core/shown.js'
import { findAll, read } from '../core/store.js'
import { copiesOf } from '../core/wallet-copies.js'
import { badgesOf } from '../people/account.js'
import { consentsOf } from '../people/consents.js'
import { passkeysOf } from '../people/passkeys.js'
import { requirePerson } from '../people/plan.js'
import { badgeHashOf } from '../presenting/index.js'
import { sharesOf } from '../sharing/links.js'
import type { PersonExport } from './types.js'

/** Everything about one person, with their badges as files. A base proof is not exported: the file is derived from it. */
export async function exportPerson(context: ServiceContext, personId: string): Promise<PersonExport> {
  const { value: person } = await requirePerson(context, personId)
  const hashes = await Promise.all(person.emails.map(({ email }) => context.addressHash(email)))
  const badges = [...(await badgesOf(context, personId)), ...(await unofferedTo(context, hashes))]
  const files = []
  for (const badge of badges) {
    const { credential } = await shownOf(context, badge)
    files.push({ ...(await exportBadge(credential, 'json', { name: badge.id })) })
    const image = await badgeImage(context, badge.id)
    if (image !== null) {
      const extension = image.mediaType === 'image/png' ? 'png' : 'svg'
      files.push({ name: `${badge.id}.${extension}`, mediaType: image.mediaType, bytes: image.bytes })
    }
  }
  const applications = await Promise.all(
    hashes.map((hash) => findAll(context.storage, 'applications', { index: 'applicant', value: hash })),
  )
  const messages = await Promise.all(
    hashes.map((hash) => findAll(context.storage, 'outbox', { index: 'recipient', value: hash })),
  )
  const notices = await Promise.all(
    (await noticeNames(context, person)).map((value) => findAll(context.storage, 'notices', { index: 'to', value })),
  )
  const shown = await Promise.all(
    badges.map(({ credential }) =>
      findAll(context.storage, 'asked', {
        index: 'badge',
        value: badgeHashOf(credential as unknown as JsonObject) ?? '',
      }),
    ),
  )
  const stops = await Promise.all(hashes.map((hash) => read(context.storage, 'suppressions', hash)))
  const subjects = [
    subjectOf('person', personId),
    ...applications.flat().map(({ key }) => subjectOf('application', key)),
  ]
  return {
    person,
    history: (await Promise.all(subjects.map((subject) => historyOf(context, subject)))).flat(),
    badges: await Promise.all(
      badges.map(async (record) => ({ record, history: await historyOf(context, subjectOf('badge', record.id)) })),
    ),
    applications: applications.flat().map(({ value }) => value),
    shares: (await Promise.all(badges.map(({ id }) => sharesOf(context, id)))).flat(),
    walletCopies: (await Promise.all(badges.map((badge) => copiesOf(context, badge)))).flat(),
    consents: await consentsOf(context, personId),
    passkeys: await passkeysOf(context, personId),
    guardians: (await Promise.all(hashes.map((hash) => read(context.storage, 'guardianships', hash)))).flatMap(
      (stored) => (stored === undefined ? [] : [guardianOf(stored.value)]),
    ),
    portfolio: (await portfolioOf(context, personId))?.value ?? null,
    notices: notices.flat().map(({ value: { kind, badgeId, at, readAt } }) => ({
      kind,
      badgeId,
      at,
      ...defined({ readAt }),
    })),
    shown: shown
      .flat()
      .flatMap(({ value: { name, answer } }) =>
        answer === undefined ? [] : [{ name, at: answer.at, verdict: answer.verdict }],
      ),
    messages: messages.flat().map(({ value: { kind, state, createdAt } }) => ({ kind, state, createdAt })),
    mailStops: person.emails.flatMap(({ email }, i) => {
      const stop = stops[i]?.value
      return stop === undefined ? [] : [{ email, reason: stop.reason, scope: stop.scope, at: stop.at }]
    }),
    files,
  }
}

const guardianOf = ({ guardian, until, answers }: GuardianshipRecord) => ({ ...guardian, until, answers })

/**
 * Badges that are not offered yet: they are about the person although nobody has heard of them. Those of a batch that is not
 * released are not among them, since a learner who asks would hear of them.
 */
async function unofferedTo(context: ServiceContext, hashes: readonly string[]): Promise<BadgeRecord[]> {
  const found = await Promise.all(
    hashes.map((hash) => findAll(context.storage, 'badges', { index: 'recipient', value: hash })),
  )
  return found
    .flat()
    .flatMap(({ value }) =>
      !isTombstone(value) && value.stage === 'issued' && value.unreleased !== true ? [value] : [],
    )
}
