import { defined } from '../../internal/defined.js'
import type { Asset } from '../web/respond.js'
import { type ProgramPart, programs } from './built-programs.js'
import type { Visit } from './visit.js'

/** A program for browsers, and its file below `/assets/`. Its text is loaded when it is asked for. */
export interface PageProgram extends Asset {
  readonly file: string
}

/** Those of the page where badges are checked, of the panel to share from, and of what asks for a passkey. Pages work without. */
export const builtPrograms = (): readonly PageProgram[] =>
  Object.values(programs).filter((program): program is PageProgram => program !== null)

/** What a page loads a program by; `undefined` where there is none. */
export function programUrl({ href }: Pick<Visit, 'href'>, name: keyof typeof programs): string | undefined {
  const program = programs[name]
  return program === null ? undefined : href(`/assets/${program.file}`)
}

/** Where the parts of programs are loaded from, by name; those of a page that is one file are in the file. */
export const partUrls = ({ href }: Pick<Visit, 'href'>): Readonly<Partial<Record<ProgramPart, string>>> =>
  defined({
    qr: programUrl({ href }, 'qr'),
    qrDraw: programUrl({ href }, 'qrDraw'),
    schemas: programUrl({ href }, 'schemas'),
    jsonld: programUrl({ href }, 'jsonld'),
    didKey: programUrl({ href }, 'didKey'),
  })
