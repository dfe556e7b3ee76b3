import { accountRoutes } from './account/routes.js'
import { apiRoutes } from './api/index.js'
import { applyRoutes } from './apply/routes.js'
import { badgeRoutes } from './badge/routes.js'
import { checkRoutes } from './check/routes.js'
import { claimRoutes } from './claim/routes.js'
import { displayRoutes } from './display/routes.js'
import { guardianRoutes } from './guardian/routes.js'
import { issuerRoutes } from './issuer/routes.js'
import { openRoutes } from './open/routes.js'
import { portfolioRoutes } from './portfolio/routes.js'
import { presentRoutes } from './present/routes.js'
import { shareRoutes } from './share/routes.js'
import type { Route } from './site/route.js'
import { staffSignInRoutes } from './staff/routes.js'
import { walletRoutes } from './wallet/routes.js'

/** Every route: a page can be reached in no other way. */
export const routes: readonly Route[] = [
  ...openRoutes,
  ...checkRoutes,
  ...claimRoutes,
  ...guardianRoutes,
  ...walletRoutes,
  ...badgeRoutes,
  ...shareRoutes,
  ...displayRoutes,
  ...accountRoutes,
  ...portfolioRoutes,
  ...presentRoutes,
  ...applyRoutes,
  ...staffSignInRoutes,
  ...issuerRoutes,
  ...apiRoutes,
]
