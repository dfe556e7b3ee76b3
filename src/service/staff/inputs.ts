import { needed } from '../../internal/options.js'
import { authenticated, type InputsOf, members, text } from '../core/inputs.js'
import { grantRules } from '../core/roles/index.js'
import type { StaffSteps } from './types.js'

const grants = needed({ each: { members: grantRules } })
const member = members({ staffId: text, authenticated })

export const staffInputs = {
  add: [members({ email: text, name: text, grants, locale: 'text', invite: 'boolean', authenticated })],
  setRoles: [members({ staffId: text, grants, authenticated })],
  remove: [member],
  list: [],
  get: [text],
  fromSession: [members({ subject: text, name: text, grants })],
  operator: [],
  sendLink: [members({ email: text, locale: 'text' })],
  createSignInLink: [member],
  lookSignIn: [text],
  signIn: [members({ token: text })],
  session: [text],
  endSession: [text],
  createToken: [members({ name: text, grants, authenticated })],
  tokens: [],
  endToken: [members({ tokenId: text })],
  lookToken: [text],
  changeSecret: [members({ from: text })],
} as const satisfies InputsOf<StaffSteps>
