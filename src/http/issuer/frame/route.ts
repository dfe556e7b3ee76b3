import type { Route } from '../../site/route.js'

/** A page or form for anyone who may call this operation of the catalogue. */
export const issuerPage = (method: Route['method'], path: string, operation: string, run: Route['run']): Route => ({
  method,
  path,
  kind: 'page',
  who: { operation },
  run,
})
