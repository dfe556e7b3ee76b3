import ts from 'typescript'
import { expect, test } from 'vitest'
import { ambiguous, linesOf, type Surface, surfaceOf, unexported, unnamed } from './surface.js'

/** The surface of entry points that are written here, each under the name of its file. */
function surface(files: Readonly<Record<string, string>>, ...entries: string[]): Surface {
  const options: ts.CompilerOptions = {
    strict: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ['lib.es5.d.ts'],
    types: [],
  }
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists, readFile } = host
  const text = (path: string) => files[path.replace('/src/', '')]
  host.getSourceFile = (path, version) => {
    const own = text(path)
    return own === undefined ? getSourceFile(path, version) : ts.createSourceFile(path, own, version, true)
  }
  host.fileExists = (path) => text(path) !== undefined || fileExists(path)
  host.directoryExists = () => true
  host.readFile = (path) => text(path) ?? readFile(path)
  const paths = entries.map((entry) => [entry, `/src/${entry}.ts`] as const)
  const roots = Object.keys(files).map((name) => `/src/${name}`)
  return surfaceOf(ts.createProgram(roots, options, host), paths, '/src/')
}

const types = `
  export interface Badge { readonly name: string; issuer?: Issuer }
  export interface Issuer { id: string }
  export type Stray = number
  interface Base { from: Issuer }
  export interface Sheet extends Base { to: string }`

test('what a signature names is followed to the end', () => {
  const all = surface(
    {
      'types.ts': types,
      'a.ts': `
    export type { Badge, Sheet } from './types'
    import type { Badge, Sheet } from './types'
    export const read = (badge: Badge, options: { deep?: boolean } = {}): Sheet[] => []`,
    },
    'a',
  )
  expect(unexported(all)).toEqual(['types.ts#Issuer, which Sheet names'])
  expect(unnamed(all)).toEqual([])
  expect(linesOf(all)).toEqual([
    'Badge: issuer?: Issuer',
    'Badge: readonly name: string',
    'Sheet: from: Issuer',
    'Sheet: to: string',
    'a exports read',
    'a exports type Badge',
    'a exports type Sheet',
    'interface Badge',
    'interface Sheet',
    'read(badge: Badge, options?: { deep?: boolean; }): Sheet[]',
  ])
})

test('a type that nothing names is told, and so is what is inferred', () => {
  const all = surface(
    {
      'types.ts': types,
      'a.ts': `
    export type { Stray } from './types'
    import type { Issuer } from './types'
    declare const made: { issuer: Issuer }
    export const issuer = () => made`,
    },
    'a',
  )
  expect(unnamed(all)).toEqual(['Stray of a'])
  expect(unexported(all)).toEqual(['types.ts#Issuer, which issuer names'])
})

test('members of a namespace of types are public under its name', () => {
  const all = surface(
    {
      'types.ts': types,
      'a.ts': `
    export type * as Parts from './types'
    import type { Badge } from './types'
    export const read = (badge: Badge): void => {}`,
    },
    'a',
  )
  expect(unexported(all)).toEqual([])
  expect(unnamed(all)).toEqual(['Parts.Sheet of a', 'Parts.Stray of a'])
})

test('one name for two things is told, and two names for one', () => {
  const all = surface(
    {
      'types.ts': types,
      'a.ts': `export { type Badge } from './types'`,
      'b.ts': `export { type Issuer as Badge, type Sheet, type Sheet as Page } from './types'`,
    },
    'a',
    'b',
  )
  expect(ambiguous(all)).toEqual(['Badge: types.ts#Badge, types.ts#Issuer', 'types.ts#Sheet: Sheet, Page'])
})

test('values of a constant that is not public are read where they are used', () => {
  const all = surface(
    {
      'a.ts': `
    const sizes = { small: 1, large: 2 } as const
    export const draw = (size: keyof typeof sizes): (typeof sizes)['large'] => 2
    export const words = { ERR_A: 'It has gone.', ERR_B: 'short' } as const`,
    },
    'a',
  )
  expect(linesOf(all)).toEqual([
    'a exports draw',
    'a exports words',
    'const words',
    'draw(size: "large" | "small"): 2',
    'words: readonly ERR_A: string',
    'words: readonly ERR_B: "short"',
  ])
})

test('overloads, classes and constructors are read', () => {
  const all = surface(
    {
      'a.ts': `
    export function sign(text: string): string
    export function sign(bytes: number[]): number[]
    export function sign(it: string | number[]): string | number[] { return it }
    export class Failure<Code extends string = string> extends Error {
      readonly code: Code
      #secret = 1
      constructor(code: Code, options: { cause?: unknown } = {}) { super(code); this.code = code; this.#secret }
      toJSON(): object { return {} }
    }`,
    },
    'a',
  )
  expect(linesOf(all)).toEqual([
    'Failure: code: Code',
    'Failure: new (code: Code, options?: { cause?: unknown; })',
    'Failure: toJSON(): object',
    'a exports Failure',
    'a exports sign',
    'class Failure<Code extends string = string> extends Error',
    'sign(bytes: number[]): number[]',
    'sign(text: string): string',
  ])
})
