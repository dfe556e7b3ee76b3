import type { Route } from '../site/route.js'

const steps = () => import('./steps.js')

/** Where anybody reports a problem to the issuer. */
export const reportRoutes: readonly Route[] = [
  { method: 'GET', path: '/report', kind: 'page', run: async (visit) => (await steps()).show(visit) },
  { method: 'POST', path: '/report', kind: 'page', run: async (visit) => (await steps()).send(visit) },
]
