import { needed } from '../../internal/options.js'
import { dialects } from '../../wallet/index.js'
import { type InputsOf, members, text, token, viewer } from '../core/inputs.js'
import type { WalletSteps } from './types.js'

export const walletInputs = {
  createOffer: [members({ badgeId: text, bound: 'boolean', code: 'boolean' })],
  createOwnOffer: [members({ badgeId: text, viewer: needed(viewer), bound: 'boolean', code: 'boolean' })],
  look: [members({ token, viewer })],
  offer: [token],
  token: [members({ form: text })],
  nonce: [],
  credential: [members({ accessToken: token, body: needed('anything'), dialects: { each: dialects } })],
  notify: [members({ accessToken: token, body: needed('anything') })],
  exchange: [members({ token, body: needed('anything') })],
  copies: [members({ personId: text })],
  endCopy: [members({ copyId: text, personId: text })],
} as const satisfies InputsOf<WalletSteps>
