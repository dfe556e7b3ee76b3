import type { Visit } from '../site/visit.js'
import type { Binding } from './bindings.js'

/** Whether a bearer token is needed, as this host has set it up. */
export const isProtected = ({ operation: { access }, isVerifying }: Binding, visit: Visit): boolean =>
  access !== 'anyone' || (isVerifying === true && visit.site.options.vcApi?.protectVerify === true)
