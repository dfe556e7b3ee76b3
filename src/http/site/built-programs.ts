import type { PageProgram } from './programs.js'

/** What a program loads when it meets what it is for. */
export type ProgramPart = 'qr' | 'qrDraw' | 'schemas' | 'jsonld' | 'didKey'

/** The build writes this file: each program of `browser/`, bundled for browsers, and their parts. In the sources there is none. */
export const programs: Readonly<Record<'verify' | 'share' | 'passkey' | 'waiting' | ProgramPart, PageProgram | null>> =
  {
    verify: null,
    share: null,
    passkey: null,
    waiting: null,
    qr: null,
    qrDraw: null,
    schemas: null,
    jsonld: null,
    didKey: null,
  }
