/** Who may act for the issuer, and how often somebody may do something: exported as the namespace `Access`. */
export type { RateLimitSteps } from './limits/types.js'
export type {
  ApiToken,
  Grant,
  NewStaff,
  Role,
  StaffSession,
  StaffSteps,
} from './staff/types.js'
