import type { Route } from '../site/route.js'

const steps = () => import('./steps.js')

/** Badges of other issuers: among those of a person, and as others see them. */
export const outsideRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/mine/others',
    kind: 'page',
    who: 'person',
    run: async (visit) => (await steps()).list(visit),
  },
  {
    method: 'POST',
    path: '/mine/others',
    kind: 'page',
    who: 'person',
    upload: true,
    run: async (visit) => (await steps()).add(visit),
  },
  {
    method: 'POST',
    path: '/mine/others/:id',
    kind: 'page',
    who: 'person',
    run: async (visit) => (await steps()).change(visit),
  },
  { method: 'GET', path: '/o/:id', kind: 'page', run: async (visit) => (await steps()).show(visit) },
  { method: 'GET', path: '/o/:id/badge', kind: 'file', run: async (visit) => (await steps()).file(visit) },
]
