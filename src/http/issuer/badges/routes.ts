import type { Route } from '../../site/route.js'
import { issuerPage } from '../frame/route.js'

const steps = () => import('./steps.js')

/** The badges that were issued, and what the issuer can do with each. */
export const issuedRoutes: readonly Route[] = [
  issuerPage('GET', '/issuer', 'badges.list', async (visit) => (await steps()).list(visit)),
  issuerPage('GET', '/issuer/badges/:badgeId', 'badges.get', async (visit) =>
    (await steps()).showBadge(visit, {}, 200),
  ),
  {
    ...issuerPage('GET', '/issuer/badges/:badgeId/picture', 'badges.image', async (visit) =>
      (await steps()).picture(visit),
    ),
    kind: 'file',
  },
  issuerPage('POST', '/issuer/badges/:badgeId/resend', 'badges.resend', async (visit) => (await steps()).resend(visit)),
  issuerPage('POST', '/issuer/badges/:badgeId/link', 'badges.createClaimLink', async (visit) =>
    (await steps()).claimLink(visit),
  ),
  issuerPage('POST', '/issuer/badges/:badgeId/correct', 'badges.correctName', async (visit) =>
    (await steps()).correct(visit),
  ),
  issuerPage('POST', '/issuer/badges/:badgeId/suspend', 'badges.suspend', async (visit) =>
    (await steps()).suspend(visit),
  ),
  issuerPage('POST', '/issuer/badges/:badgeId/reinstate', 'badges.reinstate', async (visit) =>
    (await steps()).reinstate(visit),
  ),
  {
    ...issuerPage('GET', '/issuer/badges.csv', 'badges.list', async (visit) => (await steps()).table(visit)),
    kind: 'file',
  },
  issuerPage('POST', '/issuer/badges/:badgeId/revoke', 'badges.revoke', async (visit) => (await steps()).revoke(visit)),
]
