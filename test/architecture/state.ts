import ts from 'typescript'

/** Collections that make sense only when they are filled, and so at run time. */
const FILLED_LATER = new Set(['WeakMap', 'WeakSet', 'WeakRef', 'FinalizationRegistry'])
const COLLECTIONS = new Set(['Map', 'Set'])

/** Functions by whose name one sees that what they give keeps something. */
const KEEPER = /^(create|once|memo|lazy)/i

/** Methods that change what they are called on. */
const CHANGING = new Set([
  ...['set', 'add', 'delete', 'clear'],
  ...['push', 'pop', 'shift', 'unshift', 'splice', 'sort', 'reverse', 'fill', 'copyWithin'],
])
const CHANGING_STATIC = new Set(['assign', 'defineProperty', 'defineProperties', 'setPrototypeOf'])

/**
 * What a file keeps in the process beyond the calls of its functions, each by its name: `let` outside of functions,
 * collections that are made empty, what a factory gives, static members that are not `readonly`, and whatever of a
 * module is written into. Where an import is written into, the file that writes is told.
 */
export function moduleStateOf(source: ts.SourceFile, checker: ts.TypeChecker): string[] {
  const found = new Set<string>()
  for (const statement of source.statements) {
    if (ts.isVariableStatement(statement)) {
      const isConst = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0
      for (const { name, initializer } of statement.declarationList.declarations) {
        if (!isConst || (initializer !== undefined && keeps(bare(initializer)))) found.add(name.getText())
      }
    }
  }
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyDeclaration(node)) {
      const has = (kind: ts.SyntaxKind) => node.modifiers?.some((modifier) => modifier.kind === kind) === true
      if (has(ts.SyntaxKind.StaticKeyword) && !has(ts.SyntaxKind.ReadonlyKeyword)) found.add(node.name.getText())
    }
    const changed = changedBy(node)
    const root = changed && rootOf(changed)
    if (root !== undefined && isOfModule(root, checker)) found.add(root.text)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return [...found]
}

function bare(expression: ts.Expression): ts.Expression {
  const isWrapped =
    ts.isAsExpression(expression) || ts.isSatisfiesExpression(expression) || ts.isParenthesizedExpression(expression)
  return isWrapped ? bare(expression.expression) : expression
}

function keeps(value: ts.Expression): boolean {
  if (ts.isNewExpression(value)) {
    const name = value.expression.getText()
    return FILLED_LATER.has(name) || (COLLECTIONS.has(name) && isEmpty(value.arguments?.[0]))
  }
  return ts.isCallExpression(value) && ts.isIdentifier(value.expression) && KEEPER.test(value.expression.text)
}

const isEmpty = (content: ts.Expression | undefined): boolean =>
  content === undefined || (ts.isArrayLiteralExpression(content) && content.elements.length === 0)

/** What a node writes into, if anything: an assignment, `delete`, `++`, or a call of a method that changes its object. */
function changedBy(node: ts.Node): ts.Expression | undefined {
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken
    const isAssignment = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment
    return isAssignment && !isPosition(node.left) ? node.left : undefined
  }
  if (ts.isDeleteExpression(node)) return node.expression
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    const isCount = node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken
    return isCount ? node.operand : undefined
  }
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined
  const { expression, name } = node.expression
  if (ts.isIdentifier(expression) && /^(Object|Reflect)$/.test(expression.text)) {
    return CHANGING_STATIC.has(name.text) ? node.arguments[0] : undefined
  }
  return CHANGING.has(name.text) ? expression : undefined
}

/** A sticky pattern is told where to look before each look: nothing of it is kept. */
const isPosition = (target: ts.Expression): boolean =>
  ts.isPropertyAccessExpression(target) && target.name.text === 'lastIndex'

/** `a` of `a.b[0].c`. */
function rootOf(expression: ts.Expression): ts.Identifier | undefined {
  const inner = bare(expression)
  if (ts.isIdentifier(inner)) return inner
  if (ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner) || ts.isNonNullExpression(inner)) {
    return rootOf(inner.expression)
  }
  return undefined
}

/** Whether a name belongs to a module of ours: a variable, function or class that is declared outside of all functions. */
function isOfModule(name: ts.Identifier, checker: ts.TypeChecker): boolean {
  const symbol = checker.getSymbolAtLocation(name)
  const target = symbol && (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol)
  return (target?.declarations ?? []).some((declaration) => {
    if (declaration.getSourceFile().isDeclarationFile) return false
    const holder = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration
    return !ts.isParameter(declaration) && !ts.isBindingElement(declaration) && ts.isSourceFile(holder.parent)
  })
}
