import type { Route } from '../site/route.js'

const pages = () => import('./ask.js')
const wallets = () => import('./wallets.js')

/** Asking somebody for a badge, and what their wallet asks and answers: loaded when it is used. */
export const presentRoutes: readonly Route[] = [
  { method: 'GET', path: '/present', kind: 'page', run: async (visit) => (await pages()).showQuestion(visit) },
  { method: 'POST', path: '/present', kind: 'page', run: async (visit) => (await pages()).ask(visit) },
  { method: 'GET', path: '/present/:id', kind: 'page', run: async (visit) => (await pages()).showAsked(visit) },
  { method: 'POST', path: '/present/:id', kind: 'page', run: async (visit) => (await pages()).confirm(visit) },
  { method: 'GET', path: '/present/:id/state', kind: 'page', run: async (visit) => (await pages()).showState(visit) },
  { method: 'GET', path: '/present/:id/back', kind: 'secret', run: async (visit) => (await pages()).back(visit) },
  { method: 'GET', path: '/present/:id/number', kind: 'secret', run: async (visit) => (await pages()).number(visit) },
  { method: 'GET', path: '/present/:id/show', kind: 'page', run: async (visit) => (await pages()).showHolder(visit) },
  {
    method: 'GET',
    path: '/present/:id/request/:way',
    kind: 'api',
    anonymous: true,
    crossOrigin: true,
    run: async (visit) => (await wallets()).signedRequest(visit),
  },
  {
    method: 'POST',
    path: '/present/:id/answer',
    kind: 'api',
    anonymous: true,
    crossOrigin: true,
    run: async (visit) => (await wallets()).answer(visit),
  },
  {
    method: 'POST',
    path: '/present/:id/exchange',
    kind: 'api',
    anonymous: true,
    crossOrigin: true,
    run: async (visit) => (await wallets()).exchange(visit),
  },
]
