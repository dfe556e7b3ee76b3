import { signingKey } from '../core/signing.js'
import type { StepsOf } from '../core/steps.js'
import { listKeys } from './published.js'
import { removeKey } from './remove.js'
import { rotateKey } from './rotate.js'
import type { KeySteps } from './types.js'
import { checkAll } from './verify-all.js'

export { keyInputs } from './inputs.js'

export const keySteps: StepsOf<KeySteps> = {
  list: listKeys,
  signer: signingKey,
  rotate: rotateKey,
  check: checkAll,
  remove: removeKey,
}
