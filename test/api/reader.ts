import ts from 'typescript'

/** Something that has a name in the sources: a value, a type, or both. */
export interface Thing {
  readonly name: string
  /** File and name where it is declared; the same for all names of one thing. */
  readonly place: string
  readonly isValue: boolean
  readonly lines: readonly string[]
  /** The types of ours that its signature names. */
  readonly mentions: ReadonlySet<ts.Symbol>
  /** Names of the types of ours that its parameters name, where it is a function. */
  readonly takes: readonly string[]
}

const flags = ts.NodeBuilderFlags.NoTruncation | ts.NodeBuilderFlags.InTypeAlias | ts.NodeBuilderFlags.IgnoreErrors

/** Reads declarations of the sources as signatures: annotations as they are written, what is inferred as it is inferred. */
export class Reader {
  readonly #checker: ts.TypeChecker
  readonly #source: string
  readonly #printer = ts.createPrinter({ removeComments: true })
  readonly #nowhere = ts.createSourceFile('nowhere.ts', '', ts.ScriptTarget.Latest)
  readonly #known = new Map<ts.Symbol, Thing>()
  #public: ReadonlySet<ts.Symbol> = new Set()

  constructor(checker: ts.TypeChecker, source: string) {
    this.#checker = checker
    this.#source = source
  }

  /** What a module exports; members of a namespace under its name. */
  exportsOf(file: ts.Node | undefined): readonly { readonly name: string; readonly symbol: ts.Symbol }[] {
    const module = file && this.#checker.getSymbolAtLocation(file)
    if (module === undefined) throw new Error('An entry point has no source.')
    return this.#exportsIn(module, '')
  }

  #exportsIn(module: ts.Symbol, prefix: string): { readonly name: string; readonly symbol: ts.Symbol }[] {
    return this.#checker.getExportsOfModule(module).flatMap((exported) => {
      const symbol = this.#target(exported)
      const name = `${prefix}${exported.name}`
      return symbol.flags & ts.SymbolFlags.Module ? this.#exportsIn(symbol, `${name}.`) : [{ name, symbol }]
    })
  }

  /** What is exported somewhere, so that it is named where it is used. What is not may be read as part of it. */
  publish(symbols: readonly ts.Symbol[]): void {
    this.#public = new Set(symbols)
  }

  read(symbol: ts.Symbol): Thing {
    const known = this.#known.get(symbol)
    if (known !== undefined) return known
    const thing = new Description(symbol.name)
    const { declarations = [] } = symbol
    const [first] = declarations
    if (first === undefined) throw new Error(`${symbol.name} has no declaration.`)
    for (const declaration of declarations) this.#declaration(declaration, thing)
    const file = first.getSourceFile().fileName.replace(this.#source, '')
    const read: Thing = {
      name: symbol.name,
      place: `${file}#${symbol.name}`,
      isValue: (symbol.flags & ts.SymbolFlags.Value) !== 0,
      lines: thing.lines,
      mentions: thing.mentions,
      takes: [...thing.takes].map(({ name }) => name),
    }
    this.#known.set(symbol, read)
    return read
  }

  #declaration(node: ts.Declaration, thing: Description): void {
    if (ts.isInterfaceDeclaration(node)) this.#interface(node, thing)
    else if (ts.isTypeAliasDeclaration(node)) {
      thing.say(`type ${thing.name}${this.#parameters(node, thing)} = ${this.#composed(node.type, thing)}`)
    } else if (ts.isFunctionDeclaration(node)) {
      // With overloads, the last declaration is not part of the signature.
      const overloaded = (this.#symbolOf(node)?.declarations?.length ?? 1) > 1
      if (!(overloaded && node.body)) thing.say(`${thing.name}${this.#signature(node, thing, ': ')}`)
    } else if (ts.isVariableDeclaration(node)) this.#variable(node, thing)
    else if (ts.isClassDeclaration(node)) this.#class(node, thing)
    else throw new Error(`${thing.name} is declared in a way that this test cannot read.`)
  }

  #interface(node: ts.InterfaceDeclaration, thing: Description): void {
    const bases = this.#bases(node, thing)
    thing.say(
      `interface ${thing.name}${this.#parameters(node, thing)}${bases.length > 0 ? ` extends ${bases.join(', ')}` : ''}`,
    )
    for (const member of node.members) thing.say(`${thing.name}: ${this.#member(member, thing)}`)
  }

  /** Bases that are public or not ours are named; members of the others are read as members of the heir. */
  #bases(node: ts.InterfaceDeclaration | ts.ClassDeclaration, thing: Description): string[] {
    const named: string[] = []
    for (const base of (node.heritageClauses ?? []).flatMap(({ types }) => types)) {
      const symbol = this.#resolve(base.expression)
      const declaration = symbol?.declarations?.find(ts.isInterfaceDeclaration)
      if (symbol && this.#isPrivate(symbol) && declaration && !base.typeArguments) {
        named.push(...this.#bases(declaration, thing))
        for (const member of declaration.members) thing.say(`${thing.name}: ${this.#member(member, thing)}`)
      } else named.push(this.#type(base, thing))
    }
    return named
  }

  /** The type of an alias. Private aliases that it is put together of are read as what they are. */
  #composed(node: ts.TypeNode, thing: Description): string {
    if (ts.isIntersectionTypeNode(node)) return node.types.map((part) => this.#composed(part, thing)).join(' & ')
    const symbol = ts.isTypeReferenceNode(node) ? this.#resolve(node.typeName) : undefined
    const alias = symbol && this.#isPrivate(symbol) ? symbol.declarations?.find(ts.isTypeAliasDeclaration) : undefined
    const parts = symbol && this.#isPrivate(symbol) ? symbol.declarations?.find(ts.isInterfaceDeclaration) : undefined
    if (parts && parts.heritageClauses === undefined && parts.typeParameters === undefined) {
      return `{ ${parts.members.map((member) => `${this.#member(member, thing)}; `).join('')}}`
    }
    if (alias === undefined) return this.#type(node, thing)
    if (alias.typeParameters === undefined) return this.#composed(alias.type, thing)
    return this.#inferred(this.#checker.getTypeFromTypeNode(node), thing)
  }

  #member(node: ts.TypeElement, thing: Description): string {
    const name = node.name && this.#print(node.name)
    const optional = node.questionToken ? '?' : ''
    if (ts.isPropertySignature(node)) {
      const readonly = node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ReadonlyKeyword) ? 'readonly ' : ''
      return `${readonly}${name}${optional}: ${this.#typeOf(node, thing)}`
    }
    if (ts.isMethodSignature(node)) return `${name}${optional}${this.#signature(node, thing, ': ')}`
    if (ts.isCallSignatureDeclaration(node)) return this.#signature(node, thing, ': ')
    this.#mention(node, thing)
    return this.#print(node)
  }

  #class(node: ts.ClassDeclaration, thing: Description): void {
    const bases = this.#bases(node, thing)
    thing.say(
      `class ${thing.name}${this.#parameters(node, thing)}${bases.length > 0 ? ` extends ${bases.join(', ')}` : ''}`,
    )
    for (const member of node.members) {
      const hidden =
        (member.name && ts.isPrivateIdentifier(member.name)) ||
        (ts.getCombinedModifierFlags(member) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) !== 0
      if (hidden) continue
      if (ts.isConstructorDeclaration(member)) thing.say(`${thing.name}: new ${this.#signature(member, thing, '')}`)
      else if (ts.isPropertyDeclaration(member)) {
        thing.say(`${thing.name}: ${this.#print(member.name)}: ${this.#typeOf(member, thing)}`)
      } else if (ts.isMethodDeclaration(member)) {
        thing.say(`${thing.name}: ${this.#print(member.name)}${this.#signature(member, thing, ': ')}`)
      } else throw new Error(`${thing.name} has a member that this test cannot read.`)
    }
  }

  #variable(node: ts.VariableDeclaration, thing: Description): void {
    const made = node.initializer
    if (node.type === undefined && made && ts.isArrowFunction(made)) {
      thing.say(`${thing.name}${this.#signature(made, thing, ': ')}`)
      return
    }
    const type = this.#checker.getTypeAtLocation(node)
    const isText = (type.flags & ts.TypeFlags.StringLike) !== 0
    const isTable =
      node.type === undefined && !isText && type.getCallSignatures().length === 0 && type.getProperties().length > 0
    if (!isTable || this.#checker.isArrayLikeType(type)) {
      thing.say(`const ${thing.name}: ${this.#typeOf(node, thing)}`)
      return
    }
    thing.say(`const ${thing.name}`)
    for (const property of type.getProperties()) {
      const value = this.#inferred(this.#checker.getTypeOfSymbol(property), thing)
      // A sentence may be reworded; the rest are values that programs compare.
      thing.say(`${thing.name}: readonly ${property.name}: ${/^"[^"]* [^"]*"$/.test(value) ? 'string' : value}`)
    }
  }

  #signature(node: ts.SignatureDeclaration, thing: Description, arrow: string): string {
    const parameters = node.parameters.map((parameter) => {
      const takes = new Description(thing.name)
      const optional = (parameter.questionToken ?? parameter.initializer) ? '?' : ''
      const rest = parameter.dotDotDotToken ? '...' : ''
      const name = ts.isIdentifier(parameter.name) ? parameter.name.text : 'options'
      const text = `${rest}${name}${optional}: ${this.#typeOf(parameter, takes)}`
      for (const symbol of takes.mentions) {
        thing.mentions.add(symbol)
        thing.takes.add(symbol)
      }
      return text
    })
    const head = `${this.#parameters(node, thing)}(${parameters.join(', ')})`
    if (arrow === '') return head
    if (node.type) return `${head}${arrow}${this.#type(node.type, thing)}`
    const signature = this.#checker.getSignatureFromDeclaration(node)
    return `${head}${arrow}${signature ? this.#inferred(signature.getReturnType(), thing) : 'void'}`
  }

  #parameters(node: ts.DeclarationWithTypeParameterChildren, thing: Description): string {
    const parameters = node.typeParameters ?? []
    for (const parameter of parameters) this.#mention(parameter, thing)
    return parameters.length === 0 ? '' : `<${parameters.map((parameter) => this.#print(parameter)).join(', ')}>`
  }

  #typeOf(node: ts.Declaration & { readonly type?: ts.TypeNode | undefined }, thing: Description): string {
    return node.type ? this.#type(node.type, thing) : this.#inferred(this.#checker.getTypeAtLocation(node), thing)
  }

  /** A type as it is written; what it takes from a constant that is not public, as that constant has it. */
  #type(node: ts.TypeNode, thing: Description): string {
    const { transformed } = ts.transform(node, [
      (context) => (from) => {
        const visit = (each: ts.Node): ts.Node => {
          if (ts.isImportTypeNode(each) && each.qualifier) return ts.factory.createTypeReferenceNode(each.qualifier)
          return this.#takesFromPrivate(each)
            ? (this.#nodeOf(this.#checker.getTypeFromTypeNode(each as ts.TypeNode)) ?? each)
            : ts.visitEachChild(each, visit, context)
        }
        return ts.visitNode(from, visit) as ts.TypeNode
      },
    ])
    const [type = node] = transformed
    this.#mention(type, thing)
    return this.#print(type, node.getSourceFile())
  }

  #takesFromPrivate(node: ts.Node): boolean {
    if (ts.isTypeOperatorNode(node) || ts.isParenthesizedTypeNode(node)) return this.#takesFromPrivate(node.type)
    if (ts.isIndexedAccessTypeNode(node)) return this.#takesFromPrivate(node.objectType)
    if (!ts.isTypeQueryNode(node)) return false
    const symbol = this.#resolve(node.exprName)
    return symbol !== undefined && this.#isPrivate(symbol)
  }

  #inferred(type: ts.Type, thing: Description): string {
    const node = this.#nodeOf(type)
    if (node === undefined) return 'unknown'
    this.#mention(node, thing)
    return this.#print(node)
  }

  /** Members of unions in order: that of the compiler changes with what it read before. */
  #nodeOf(type: ts.Type): ts.TypeNode | undefined {
    const made = this.#checker.typeToTypeNode(type, undefined, flags)
    if (made === undefined) return undefined
    const { transformed } = ts.transform<ts.TypeNode>(made, [
      (context) => (from) => {
        const visit = (each: ts.Node): ts.Node => {
          const visited = ts.visitEachChild(each, visit, context)
          if (!ts.isUnionTypeNode(visited)) return visited
          const inOrder = visited.types.toSorted((a, b) => (this.#print(a) < this.#print(b) ? -1 : 1))
          return ts.factory.createUnionTypeNode(inOrder)
        }
        return ts.visitNode(from, visit) as ts.TypeNode
      },
    ])
    return transformed[0]
  }

  #mention(node: ts.Node, thing: Description): void {
    if (ts.isIdentifier(node)) {
      const symbol = this.#resolve(node)
      const isType = symbol !== undefined && (symbol.flags & ts.SymbolFlags.Type) !== 0
      const isParameter = symbol !== undefined && (symbol.flags & ts.SymbolFlags.TypeParameter) !== 0
      if (isType && !isParameter && symbol.name !== '__type' && this.#isOurs(symbol)) thing.mentions.add(symbol)
    }
    node.forEachChild((child) => this.#mention(child, thing))
  }

  #resolve(node: ts.Node): ts.Symbol | undefined {
    // Nodes that the compiler makes have their symbol with them.
    const { symbol: made } = node as { readonly symbol?: ts.Symbol }
    const symbol = node.pos >= 0 ? this.#checker.getSymbolAtLocation(node) : made
    return symbol && this.#target(symbol)
  }

  #target(symbol: ts.Symbol): ts.Symbol {
    return symbol.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol
  }

  #symbolOf(node: ts.NamedDeclaration): ts.Symbol | undefined {
    return node.name && this.#checker.getSymbolAtLocation(node.name)
  }

  #isPrivate(symbol: ts.Symbol): boolean {
    return this.#isOurs(symbol) && !this.#public.has(symbol)
  }

  #isOurs(symbol: ts.Symbol): boolean {
    return symbol.declarations?.some((each) => each.getSourceFile().fileName.startsWith(this.#source)) ?? false
  }

  #print(node: ts.Node, file?: ts.SourceFile): string {
    const text = this.#printer.printNode(ts.EmitHint.Unspecified, node, file ?? node.getSourceFile() ?? this.#nowhere)
    return text.replaceAll(/\s+/g, ' ').replace(/;$/, '')
  }
}

class Description {
  readonly lines: string[] = []
  readonly mentions = new Set<ts.Symbol>()
  readonly takes = new Set<ts.Symbol>()

  constructor(readonly name: string) {}

  say(line: string): void {
    this.lines.push(line)
  }
}
