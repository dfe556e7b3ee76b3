import type { StepsOf } from '../core/steps.js'
import { copiesOfPerson, endCopy } from './copies.js'
import { answerExchange } from './exchange.js'
import { nonceText } from './nonces.js'
import { createWalletOffer, lookAtHandOver, offerBehind } from './offers.js'
import { answerCredential, answerNotification, answerToken } from './requests.js'
import type { WalletSteps } from './types.js'

export const walletSteps: StepsOf<WalletSteps> = {
  createOffer: createWalletOffer,
  createOwnOffer: createWalletOffer,
  look: lookAtHandOver,
  offer: offerBehind,
  token: answerToken,
  nonce: nonceText,
  credential: answerCredential,
  notify: answerNotification,
  exchange: answerExchange,
  copies: copiesOfPerson,
  endCopy,
}

export { walletInputs } from './inputs.js'
