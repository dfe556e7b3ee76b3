import { issuingPaths, wellKnownDocuments } from '../../wallet/index.js'
import type { Route } from '../site/route.js'
import { type HandOverAnswers, type IssuingAnswers, lazily } from './lazily.js'

const issuing = (name: keyof IssuingAnswers) => lazily(() => import('./issuing.js'), name)
const handOver = (name: keyof HandOverAnswers) => lazily(() => import('./hand-over.js'), name)

/** For wallets: no cookie, and from any page of the web. */
const open = { kind: 'api', anonymous: true, crossOrigin: true } as const

/** Badges on their way into wallets: the page of a hand-over, and what wallets ask. */
export const walletRoutes: readonly Route[] = [
  { method: 'POST', path: '/b/:badgeId/wallet', kind: 'page', who: 'owner', run: handOver('begin') },
  { method: 'POST', path: '/account/wallets/end', kind: 'page', who: 'person', run: handOver('end') },
  { method: 'GET', path: '/i/:token', kind: 'secret', run: handOver('show') },
  { method: 'GET', path: '/i/:token/state', kind: 'file', anonymous: true, run: handOver('state') },
  { ...open, method: 'GET', path: '/i/:token/offer', run: issuing('offer') },
  { ...open, method: 'POST', path: '/i/:token/exchange', run: issuing('exchange') },
  { ...open, method: 'GET', path: '/i/:token/exchange/protocols', run: issuing('protocols') },
  { ...open, method: 'GET', path: '/i/:token/exchange/request', run: issuing('request') },
  { ...open, method: 'POST', path: issuingPaths.token, run: issuing('token') },
  { ...open, method: 'POST', path: issuingPaths.nonce, run: issuing('nonce') },
  { ...open, method: 'POST', path: issuingPaths.credential, run: issuing('credential') },
  { ...open, method: 'POST', path: issuingPaths.notification, run: issuing('notification') },
  ...wellKnownDocuments.map(
    (name): Route => ({
      method: 'GET',
      path: `/.well-known/${name}`,
      kind: 'public',
      anonymous: true,
      run: lazily(() => import('./documents.js'), 'suffixed'),
    }),
  ),
]
