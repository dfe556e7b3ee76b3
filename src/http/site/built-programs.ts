import type { PageProgram } from './programs.js'

/** The build writes this file: each program of `browser/`, bundled for browsers. In the sources there is none. */
export const programs: Readonly<Record<'verify' | 'share' | 'passkey', PageProgram | null>> = {
  verify: null,
  share: null,
  passkey: null,
}
