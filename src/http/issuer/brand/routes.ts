import type { Route } from '../../site/route.js'
import { issuerPage } from '../frame/route.js'

const steps = () => import('./steps.js')

/** How the issuer appears: one form, for owners. */
export const brandRoutes: readonly Route[] = [
  issuerPage('GET', '/issuer/settings', 'issuers.brand', async (visit) => (await steps()).show(visit, {}, 200)),
  {
    ...issuerPage('POST', '/issuer/settings', 'issuers.setBrand', async (visit) => (await steps()).save(visit)),
    upload: true,
  },
  issuerPage('POST', '/issuer/settings/test', 'mail.sendTest', async (visit) => (await steps()).sendTest(visit)),
]
