import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import type { Home, surroundings } from './rules.js'
import { moduleStateOf } from './state.js'

const projectDir = fileURLToPath(new URL('../../', import.meta.url))

/** One import of a file, as written. */
export interface ImportRow {
  readonly specifier: string
  /** `type` is erased by the compiler; `lazy` is `import()` and `getBuiltinModule()`. */
  readonly kind: 'static' | 'type' | 'lazy'
  /** Path under `src/` when the import is relative. */
  readonly file?: string
  /** Name of the package, or `node:…`, when it is not. */
  readonly package?: string
  readonly topLevel: boolean
}

export interface SourceFile {
  readonly path: string
  readonly imports: readonly ImportRow[]
  readonly surroundings: ReadonlySet<keyof typeof surroundings>
  readonly topLevelAwait: boolean
  /** What is kept at module level, by its name; see `state.ts`. */
  readonly state: readonly string[]
  /** The file as it runs: without comments, and laid out the same way whoever wrote it. */
  readonly code: string
}

let ownSources: Map<string, SourceFile> | undefined

/** The files of `src/`, read once for all tests of a worker. */
export function readOwnSources(): Map<string, SourceFile> {
  ownSources ??= readSources(join(projectDir, 'src'))
  return ownSources
}

/** Everything the tables speak about, read from the syntax trees of a folder. */
export function readSources(directory: string): Map<string, SourceFile> {
  const paths = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((path) => /\.tsx?$/.test(path))
  const reader = readerOf(paths.map((path) => join(directory, path)))
  const files = paths.map((path) => lazily(path.replaceAll('\\', '/'), join(directory, path), reader))
  return new Map(files.map((file) => [file.path, file]))
}

interface Reader {
  /** The syntax tree of a file. */
  parse(file: string): ts.SourceFile
  /** What knows where each name is declared: for that all files must be read. */
  checker(): ts.TypeChecker
}

function readerOf(rootNames: readonly string[]): Reader {
  const options: ts.CompilerOptions = {
    // Of our own files alone: what they do not declare is of the environment, and to read its types takes seconds.
    noLib: true,
    noResolve: true,
    types: [],
  }
  const texts = new Map(rootNames.map((file) => [file, readFileSync(file, 'utf8')]))
  const trees = new Map<string, ts.SourceFile>()
  const parse = (file: string): ts.SourceFile => {
    // Nodes know their parents from the start: the printer gives literals as they are written only then.
    const tree = trees.get(file) ?? ts.createSourceFile(file, texts.get(file) ?? '', ts.ScriptTarget.Latest, true)
    trees.set(file, tree)
    return tree
  }
  const fileExists = (file: string): boolean => texts.has(file)
  const host = { ...ts.createCompilerHost(options), getSourceFile: parse, fileExists, directoryExists: () => true }
  let program: ts.Program | undefined
  return {
    parse,
    checker() {
      program ??= ts.createProgram({ rootNames, options, host })
      return program.getTypeChecker()
    },
  }
}

const printer = ts.createPrinter({ removeComments: true })

/** Each test looks at a part of this, and all of it together takes seconds: it is read when it is asked for. */
function lazily(path: string, file: string, { parse, checker }: Reader): SourceFile {
  const once = <T>(read: () => T): (() => T) => {
    let found: { readonly value: T } | undefined
    return () => {
      found ??= { value: read() }
      return found.value
    }
  }
  const imported = once(() => importsOf(path, parse(file)))
  const touched = once(() => surroundingsOf(parse(file), checker()))
  const state = once(() => moduleStateOf(parse(file), checker()))
  const code = once(() => printer.printFile(parse(file)))
  return {
    path,
    get imports() {
      return imported().imports
    },
    get surroundings() {
      return touched()
    },
    get topLevelAwait() {
      return imported().topLevelAwait
    },
    get state() {
      return state()
    },
    get code() {
      return code()
    },
  }
}

function importsOf(path: string, source: ts.SourceFile): Pick<SourceFile, 'imports' | 'topLevelAwait'> {
  const imports: ImportRow[] = []
  let topLevelAwait = false

  const add = (specifier: string, kind: ImportRow['kind'], topLevel: boolean) => {
    const target = specifier.startsWith('.')
      ? { file: posix.join(dirname(path), specifier).replace(/\.js$/, '.ts') }
      : { package: packageOf(specifier) }
    imports.push({ specifier, kind, topLevel, ...target })
  }

  const visit = (node: ts.Node, insideFunction: boolean): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      add(node.moduleSpecifier.text, isTypeOnlyImport(node) ? 'type' : 'static', true)
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
      add(node.moduleSpecifier.text, node.isTypeOnly ? 'type' : 'static', true)
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      if (ts.isStringLiteral(node.argument.literal)) add(node.argument.literal.text, 'type', !insideFunction)
    } else if (ts.isCallExpression(node)) {
      const [first] = node.arguments
      const lazy =
        node.expression.kind === ts.SyntaxKind.ImportKeyword ||
        (ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === 'getBuiltinModule')
      if (lazy && first) add(ts.isStringLiteralLike(first) ? first.text : '<computed>', 'lazy', !insideFunction)
    } else if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier)) {
      topLevelAwait ||= !insideFunction
    }
    ts.forEachChild(node, (child) => visit(child, insideFunction || ts.isFunctionLike(node)))
  }
  visit(source, false)
  return { imports, topLevelAwait }
}

function surroundingsOf(source: ts.SourceFile, checker: ts.TypeChecker): Set<keyof typeof surroundings> {
  const touched = new Set<keyof typeof surroundings>()
  const visit = (node: ts.Node): void => {
    const thing = surroundingOf(node, checker)
    if (thing !== undefined) touched.add(thing)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return touched
}

const packageOf = (specifier: string): string =>
  specifier.startsWith('node:')
    ? specifier
    : specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/')

function isTypeOnlyImport(node: ts.ImportDeclaration): boolean {
  const clause = node.importClause
  if (clause === undefined) return false
  if (clause.isTypeOnly) return true
  const named = clause.namedBindings
  return (
    clause.name === undefined &&
    named !== undefined &&
    ts.isNamedImports(named) &&
    named.elements.length > 0 &&
    named.elements.every((element) => element.isTypeOnly)
  )
}

const RANDOM = new Set(['getRandomValues', 'randomUUID', 'randomBytes', 'randomInt', 'randomFillSync'])
const GLOBALS = new Set(['fetch', 'process', 'console', 'Buffer'] as const)

function surroundingOf(node: ts.Node, checker: ts.TypeChecker): keyof typeof surroundings | undefined {
  if (!ts.isIdentifier(node)) return undefined
  const parent = node.parent
  const name = node.text
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) {
    const owner = parent.expression.getText()
    if (name === 'now' && (owner === 'Date' || owner === 'performance')) return 'clock'
    if (RANDOM.has(name) || (owner === 'Math' && name === 'random')) return 'randomness'
    return owner === 'globalThis' ? globalNamed(name) : undefined
  }
  if (name === 'Date' && isGlobal(node, checker)) {
    const isBareCall = (ts.isNewExpression(parent) || ts.isCallExpression(parent)) && !parent.arguments?.length
    return isBareCall && parent.expression === node ? 'clock' : undefined
  }
  if (ts.isImportSpecifier(parent)) {
    const from = parent.parent.parent.parent.moduleSpecifier.getText()
    return RANDOM.has(name) && from.includes('crypto') ? 'randomness' : undefined
  }
  if (ts.isBindingElement(parent))
    return RANDOM.has(name) ? 'randomness' : isTakenFromGlobalThis(parent) ? globalNamed(name) : undefined
  const thing = globalNamed(name)
  return thing !== undefined && isGlobal(node, checker) ? thing : undefined
}

/** `const { process } = globalThis`, with or without a cast. */
function isTakenFromGlobalThis(element: ts.BindingElement): boolean {
  const declaration = element.parent.parent
  return ts.isVariableDeclaration(declaration) && /^\(?globalThis\b/.test(declaration.initializer?.getText() ?? '')
}

function globalNamed(name: string): keyof typeof surroundings | undefined {
  if (name === 'eval' || name === 'Function') return 'eval'
  return (GLOBALS as Set<string>).has(name) ? (name as 'fetch' | 'process' | 'console' | 'Buffer') : undefined
}

/** A value of the environment: none of our files declares it. */
function isGlobal(node: ts.Identifier, checker: ts.TypeChecker): boolean {
  if (ts.isPropertyAssignment(node.parent) && node.parent.name === node) return false
  if (isTypePosition(node)) return false
  const shorthand = ts.isShorthandPropertyAssignment(node.parent)
  const symbol = shorthand ? checker.getShorthandAssignmentValueSymbol(node.parent) : checker.getSymbolAtLocation(node)
  return (symbol?.declarations ?? []).length === 0
}

function isTypePosition(node: ts.Node): boolean {
  return ts.isTypeReferenceNode(node.parent) || ts.isTypeQueryNode(node.parent) || ts.isQualifiedName(node.parent)
}

/** Whether a path is one of those that a pattern of the tables names. */
export const matches = (pattern: string, path: string): boolean => {
  if (pattern.endsWith('/**')) return path.startsWith(pattern.slice(0, -2))
  return pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern
}

export const matchesAny = (patterns: readonly string[], path: string): boolean =>
  patterns.some((pattern) => matches(pattern, path))

/** Files in which a fact is written although they are not its home. */
export const copiesOf = ({ files, signs }: Home, sources: Iterable<SourceFile>): string[] =>
  [...sources]
    .filter(({ path, code }) => !matchesAny(files, path) && signs.some((sign) => sign.test(code)))
    .map(({ path }) => path)
