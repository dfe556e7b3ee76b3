/** Who may act for the issuer: exported as the namespace `Access`. */
export type {
  ApiToken,
  Grant,
  NewStaff,
  Role,
  StaffSession,
  StaffSteps,
} from './staff/types.js'
