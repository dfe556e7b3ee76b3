import type { StepsOf } from '../core/steps.js'
import { addStaff, getStaff, listStaff, operatorOf, removeStaff, setRoles, staffFromSession } from './members.js'
import { changeSecret } from './secret.js'
import {
  createSignInLink,
  endStaffSession,
  lookAtStaffSignIn,
  sendStaffLink,
  signInStaff,
  staffSessionOf,
} from './sessions.js'
import { createApiToken, endApiToken, listApiTokens, lookAtApiToken } from './tokens.js'
import type { StaffSteps } from './types.js'

export const staffSteps: StepsOf<StaffSteps> = {
  add: addStaff,
  setRoles,
  remove: removeStaff,
  list: listStaff,
  get: getStaff,
  fromSession: staffFromSession,
  operator: operatorOf,
  sendLink: sendStaffLink,
  createSignInLink,
  lookSignIn: lookAtStaffSignIn,
  signIn: signInStaff,
  session: staffSessionOf,
  endSession: endStaffSession,
  createToken: createApiToken,
  tokens: listApiTokens,
  endToken: endApiToken,
  lookToken: lookAtApiToken,
  changeSecret,
}

export { staffInputs } from './inputs.js'
