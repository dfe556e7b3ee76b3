import type { Route } from '../../site/route.js'
import { issuerPage } from '../frame/route.js'

const steps = () => import('./steps.js')

/** How many badges came how far. */
export const figuresRoutes: readonly Route[] = [
  issuerPage('GET', '/issuer/figures', 'badges.figures', async (visit) => (await steps()).show(visit)),
  {
    ...issuerPage('GET', '/issuer/figures.csv', 'badges.figures', async (visit) => (await steps()).table(visit)),
    kind: 'file',
  },
]
