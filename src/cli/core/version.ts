import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** The version of the installed package. */
export const version: string = (require('badgewright/package.json') as { version: string }).version
