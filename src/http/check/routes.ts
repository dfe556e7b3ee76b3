import type { Route } from '../site/route.js'

/** The page where anybody checks badges, and what it posts: loaded when somebody asks for it. */
export const checkRoutes: readonly Route[] = [
  { method: 'GET', path: '/verify', kind: 'page', run: async (visit) => (await import('./run.js')).showCheck(visit) },
  {
    method: 'POST',
    path: '/verify',
    kind: 'page',
    upload: true,
    run: async (visit) => (await import('./run.js')).answerCheck(visit),
  },
]
