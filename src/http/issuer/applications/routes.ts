import type { Route } from '../../site/route.js'
import { issuerPage } from '../frame/route.js'

const steps = () => import('./steps.js')

/** What people have applied for, and the decision. */
export const reviewRoutes: readonly Route[] = [
  issuerPage('GET', '/issuer/applications', 'applications.list', async (visit) => (await steps()).applications(visit)),
  issuerPage('GET', '/issuer/applications/:applicationId', 'applications.get', async (visit) =>
    (await steps()).review(visit),
  ),
  issuerPage('POST', '/issuer/applications/:applicationId', 'applications.approve', async (visit) =>
    (await steps()).decide(visit),
  ),
]
