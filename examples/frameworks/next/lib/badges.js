// One service for the whole process: Next.js may load this file more than once.
import { generateKeyPair } from 'badgewright'
import { createHandler } from 'badgewright/http'
import { createBadgeService } from 'badgewright/service'
import { memoryStorage } from 'badgewright/storage/memory'

const origin = process.env.ORIGIN ?? 'http://localhost:3000'

/** The host's login: a cookie that its own pages set. */
const auth = {
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

async function create() {
  const service = createBadgeService({
    signer: await generateKeyPair(),
    storage: memoryStorage(),
    baseUrl: `${origin}/lms/badges`,
    auth,
  })
  return { service, handler: createHandler(service, { siteName: 'LMS badges', issuerProfile: { name: 'LMS' } }) }
}

globalThis.badges ??= create()
export const badges = globalThis.badges
