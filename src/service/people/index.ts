import type { StepsOf } from '../core/steps.js'
import { badgesOf, getPerson, personFromSession, setProfile } from './account.js'
import { addEmail, confirmEmail, lookAtEmail } from './addresses.js'
import { badgeSessionOf } from './badge-sessions.js'
import { consentsOf, recordConsent } from './consents.js'
import { signInByPasskey, startPasskeySignIn } from './passkey-sign-in.js'
import { addPasskey, passkeysOf, removePasskey, renamePasskey, startPasskey } from './passkeys.js'
import { confirmRecovery, createRecoveryCodes, recover } from './recovery.js'
import { removeEmail, restoreEmail } from './removed-addresses.js'
import { addRule, removeRule, rulesOf } from './rules.js'
import { endSession, lookAtSignIn, sendLinks, sessionOf, signIn, startSession } from './sign-in.js'
import type { PeopleSteps } from './types.js'

export const peopleSteps: StepsOf<PeopleSteps> = {
  get: getPerson,
  badges: badgesOf,
  fromSession: personFromSession,
  sendLinks,
  signIn,
  lookSignIn: lookAtSignIn,
  startSession,
  session: sessionOf,
  badgeSession: badgeSessionOf,
  endSession,
  startPasskeySignIn,
  signInByPasskey,
  startPasskey,
  addPasskey,
  passkeys: passkeysOf,
  renamePasskey,
  removePasskey,
  setProfile,
  addEmail,
  confirmEmail,
  lookEmail: lookAtEmail,
  removeEmail,
  restoreEmail,
  createRecoveryCodes,
  recover,
  confirmRecovery,
  addRule,
  removeRule,
  rules: rulesOf,
  recordConsent,
  consents: consentsOf,
}

export { peopleInputs } from './inputs.js'
