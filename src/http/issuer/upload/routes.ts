import type { Route } from '../../site/route.js'
import { issuerPage } from '../frame/route.js'

/** Reading tables is loaded by the first upload. */
const steps = () => import('./steps.js')

/** Many badges from one file: form, preview, and the batch that comes of it. */
export const uploadRoutes: readonly Route[] = [
  issuerPage('GET', '/issuer/upload', 'batches.issue', async (visit) => (await steps()).emptyUpload(visit)),
  {
    ...issuerPage('GET', '/issuer/upload/template.csv', 'batches.issue', async (visit) =>
      (await steps()).template(visit),
    ),
    kind: 'file',
  },
  {
    ...issuerPage('POST', '/issuer/upload', 'batches.issue', async (visit) => (await steps()).preview(visit)),
    upload: true,
  },
  {
    ...issuerPage('POST', '/issuer/upload/correct', 'batches.issue', async (visit) => (await steps()).correct(visit)),
    upload: true,
  },
  {
    ...issuerPage('POST', '/issuer/upload/confirm', 'batches.issue', async (visit) =>
      (await steps()).issueBatch(visit),
    ),
    upload: true,
  },
]
