import type { Route } from '../../site/route.js'
import { issuerPage } from '../frame/route.js'

const steps = () => import('./steps.js')

/** Batches: how far they are, and what can still be done with them. */
export const batchRoutes: readonly Route[] = [
  issuerPage('GET', '/issuer/batches', 'batches.list', async (visit) => (await steps()).batches(visit)),
  issuerPage('GET', '/issuer/batches/:batchId', 'batches.get', async (visit) => (await steps()).showBatch(visit)),
  {
    ...issuerPage('GET', '/issuer/batches/:batchId/refusals.csv', 'batches.refusals', async (visit) =>
      (await steps()).refusalsFile(visit),
    ),
    kind: 'file',
  },
  issuerPage('POST', '/issuer/batches/:batchId/cancel', 'batches.cancel', async (visit) =>
    (await steps()).cancelBatch(visit),
  ),
  issuerPage('POST', '/issuer/batches/:batchId/resend', 'batches.resend', async (visit) =>
    (await steps()).resendBatch(visit),
  ),
  issuerPage('POST', '/issuer/batches/:batchId/undo', 'batches.undo', async (visit) =>
    (await steps()).undoBatch(visit),
  ),
  issuerPage('POST', '/issuer/batches/:batchId/approve', 'batches.approve', async (visit) =>
    (await steps()).approveBatch(visit),
  ),
  issuerPage('POST', '/issuer/batches/:batchId/reject', 'batches.reject', async (visit) =>
    (await steps()).rejectBatch(visit),
  ),
  issuerPage('POST', '/issuer/batches/:batchId/schedule', 'batches.schedule', async (visit) =>
    (await steps()).scheduleBatch(visit),
  ),
]
