import type { Route } from '../../site/route.js'
import { issuerPage } from '../frame/route.js'

const steps = () => import('./steps.js')

/** The forms by which badges are applied for: made, closed and opened again. */
export const formsRoutes: readonly Route[] = [
  issuerPage('GET', '/issuer/forms', 'applications.forms', async (visit) => (await steps()).list(visit)),
  issuerPage('POST', '/issuer/forms', 'applications.setForm', async (visit) => (await steps()).make(visit)),
  issuerPage('POST', '/issuer/forms/:formId/open', 'applications.setForm', async (visit) =>
    (await steps()).setOpen(visit),
  ),
]
