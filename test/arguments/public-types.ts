import { readFileSync } from 'node:fs'
import ts from 'typescript'

/**
 * The public types, read with the compiler from `test/api/public-api.txt`, which another test holds to the sources. One
 * small file is a fraction of the work of all sources.
 */
export interface PublicTypes {
  readonly checker: ts.TypeChecker
  /** Exported functions by name, with the entry point that has them. */
  readonly functions: ReadonlyMap<string, { readonly entry: string; readonly signature: ts.Signature }>
  /** The type of this name. */
  type(name: string): ts.Type
}

const FILE = '/public-api.d.ts'

export function readPublicTypes(): PublicTypes {
  const lines = readFileSync(new URL('../api/public-api.txt', import.meta.url), 'utf8').split('\n')
  const source = ts.createSourceFile(FILE, declarationsOf(lines), ts.ScriptTarget.ES2022, true)
  const options: ts.CompilerOptions = { strict: true, noEmit: true, lib: ['lib.es5.d.ts'], types: [], noResolve: true }
  const host = ts.createCompilerHost(options)
  const { getSourceFile } = host
  host.getSourceFile = (path, version) => (path === FILE ? source : getSourceFile(path, version))
  const checker = ts.createProgram([FILE], options, host).getTypeChecker()
  const entries = new Map(lines.flatMap((line) => exported(line)))
  const functions = new Map<string, { entry: string; signature: ts.Signature }>()
  const types = new Map<string, ts.Type>()
  for (const node of source.statements) {
    if (ts.isFunctionDeclaration(node) && node.name !== undefined) {
      const signature = checker.getSignatureFromDeclaration(node)
      const entry = entries.get(node.name.text)
      if (signature !== undefined && entry !== undefined) functions.set(node.name.text, { entry, signature })
    } else if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) {
      types.set(node.name.text, checker.getTypeAtLocation(node))
    }
  }
  return {
    checker,
    functions,
    type(name) {
      const found = types.get(name)
      if (found === undefined) throw new Error(`There is no public type ${name}.`)
      return found
    },
  }
}

const exported = (line: string): [string, string][] => {
  const [, entry, name] = /^(badgewright\S*) exports (\w+)$/.exec(line) ?? []
  return entry === undefined || name === undefined ? [] : [[name, entry]]
}

/** The lines as declarations: members into their interfaces. */
function declarationsOf(lines: readonly string[]): string {
  const members = new Map<string, string[]>()
  for (const line of lines) {
    const [, owner = '', member = ''] = /^([A-Z]\w*): (.*)$/.exec(line) ?? []
    if (owner !== '') members.set(owner, [...(members.get(owner) ?? []), member])
  }
  return lines
    .flatMap((line) => {
      const [, name = ''] = /^interface (\w+)/.exec(line) ?? []
      if (name !== '') return `export ${line} { ${(members.get(name) ?? []).join('; ')} }`
      if (line.startsWith('type ')) return `export ${line}`
      if (line.startsWith('const ') && line.includes(': ')) return `export declare ${line}`
      return /^[a-z]\w*(<[^(]*>)?\(/.test(line) ? `export declare function ${line}` : []
    })
    .join('\n')
}
