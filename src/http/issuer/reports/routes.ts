import type { Route } from '../../site/route.js'
import { issuerPage } from '../frame/route.js'

const steps = () => import('./steps.js')

/** Problems that people have reported. */
export const reportsRoutes: readonly Route[] = [
  issuerPage('GET', '/issuer/reports', 'reports.list', async (visit) => (await steps()).list(visit)),
  issuerPage('POST', '/issuer/reports/:reportId', 'reports.settle', async (visit) => (await steps()).settle(visit)),
]
