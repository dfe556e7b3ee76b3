import { needed } from '../../internal/options.js'
import { authenticated, type InputsOf, members, text, viewer } from '../core/inputs.js'
import { optionalMails } from '../core/records/index.js'
import type { PeopleSteps } from './types.js'

const withToken = members({ token: text })

export const peopleInputs = {
  get: [text],
  badges: [text],
  // What `identify` of an adapter gives has roles too.
  fromSession: [
    members({ subject: text, emails: needed('texts'), name: 'text', locale: 'text', authenticated, roles: 'list' }),
  ],
  sendLinks: [members({ email: text, locale: 'text' })],
  signIn: [withToken],
  lookSignIn: [text],
  startSession: [text, authenticated],
  session: [text],
  badgeSession: [text],
  endSession: [text],
  startPasskeySignIn: [members({ browser: text })],
  signInByPasskey: [members({ browser: text, answer: needed('object') })],
  startPasskey: [members({ personId: text, browser: text, authenticated })],
  addPasskey: [members({ personId: text, browser: text, answer: needed('object'), name: text })],
  passkeys: [text],
  renamePasskey: [members({ personId: text, passkeyId: text, name: text })],
  removePasskey: [members({ personId: text, passkeyId: text, authenticated })],
  setProfile: [members({ personId: text, name: 'text', locale: 'text', mailOff: { each: optionalMails } })],
  addEmail: [members({ personId: text, email: text, authenticated })],
  confirmEmail: [withToken],
  lookEmail: [members({ token: text, purpose: needed(['email', 'recovery', 'restore'] as const) })],
  removeEmail: [members({ personId: text, email: text, authenticated })],
  restoreEmail: [members({ token: text, viewer })],
  createRecoveryCodes: [text, authenticated],
  recover: [members({ email: text, code: text, newEmail: text })],
  confirmRecovery: [withToken],
  addRule: [members({ personId: text, issuerId: text, achievementTypes: 'texts', until: 'date and time' })],
  removeRule: [members({ personId: text, issuerId: text })],
  rules: [text],
  recordConsent: [
    members({ personId: text, purpose: text, textVersion: text, given: needed('boolean'), badgeId: 'text' }),
  ],
  consents: [text],
} as const satisfies InputsOf<PeopleSteps>
