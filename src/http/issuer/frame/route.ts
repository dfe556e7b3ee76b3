import type { Route } from '../../site/route.js'

/** A page or form that only the issuer may use. */
export const issuerPage = (method: Route['method'], path: string, run: Route['run']): Route => ({
  method,
  path,
  kind: 'page',
  who: 'issuer',
  run,
})
