// What all the hosts of this folder have in common: a login of their own, and the badges under a prefix.
import { generateKeyPair } from 'badgewright'
import { createHandler } from 'badgewright/http'
import { createBadgeService } from 'badgewright/service'
import { memoryStorage } from 'badgewright/storage/memory'

/** Under which the badges are mounted. */
export const PREFIX = '/lms/badges'

/** The host's login: a cookie that its own pages set. A real host asks its session store here. */
export const auth = {
  async identify(request) {
    const account = /(?:^|; )lms-account=(\w+)/.exec(request.headers.get('cookie') ?? '')?.[1]
    if (account === undefined) return null
    const isIssuer = account === 'teacher'
    return {
      subject: account,
      emails: isIssuer ? [] : [`${account}@learner.example`],
      name: account,
      roles: [isIssuer ? 'owner' : 'learner'],
    }
  },
  signInUrl: (returnTo) => `/login?returnTo=${encodeURIComponent(returnTo)}`,
}

/** Mail into a list; a real host gives `smtpMail` or `folderMail`. */
export const outbox = []

export async function createBadges(origin, options = {}) {
  const service = createBadgeService({
    signer: await generateKeyPair(),
    storage: memoryStorage(),
    baseUrl: origin + PREFIX,
    auth,
    mail: {
      async send(message) {
        outbox.push(message)
        return { outcome: 'sent' }
      },
    },
    mailSettings: { from: { address: 'badges@lms.example', name: 'LMS' } },
  })
  return {
    service,
    handler: createHandler(service, { siteName: 'LMS badges', issuerProfile: { name: 'LMS' }, ...options }),
  }
}
