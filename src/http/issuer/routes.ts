import type { Route } from '../site/route.js'
import { reviewRoutes } from './applications/routes.js'
import { issuedRoutes } from './badges/routes.js'
import { batchRoutes } from './batches/routes.js'
import { brandRoutes } from './brand/routes.js'
import { displaysRoutes } from './displays/routes.js'
import { figuresRoutes } from './figures/routes.js'
import { formsRoutes } from './forms/routes.js'
import { libraryRoutes } from './library/routes.js'
import { reportsRoutes } from './reports/routes.js'
import { staffRoutes } from './staff/routes.js'
import { undeliveredRoutes } from './undelivered/routes.js'
import { uploadRoutes } from './upload/routes.js'

/** The pages of the issuer, each under its tab. */
export const issuerRoutes: readonly Route[] = [
  ...issuedRoutes,
  ...libraryRoutes,
  ...uploadRoutes,
  ...batchRoutes,
  ...figuresRoutes,
  ...reviewRoutes,
  ...formsRoutes,
  ...undeliveredRoutes,
  ...reportsRoutes,
  ...displaysRoutes,
  ...staffRoutes,
  ...brandRoutes,
]
