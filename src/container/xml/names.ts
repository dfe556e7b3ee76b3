/** Names and Namespaces in XML 1.0. */
import { endOfName } from './chars.js'
import { attributeValue, malformed } from './text.js'

/** A name with an optional prefix. */
export interface QName {
  readonly name: string
  /** Empty when there is none. */
  readonly prefix: string
  readonly local: string
}

/** As much of an attribute as matters here. */
interface WrittenAttribute extends QName {
  readonly raw: string
}

const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace'
const XMLNS_NAMESPACE = 'http://www.w3.org/2000/xmlns/'

/** Namespaces by prefix, the innermost last. One map for all depths keeps every lookup at one step. */
export type Bindings = Map<string, string[]>

export const initialBindings = (): Bindings =>
  new Map([
    ['', ['']],
    ['xml', [XML_NAMESPACE]],
  ])

const NONE: readonly string[] = []

/** Where the name ends that must start at `at`. */
export function endOfQName(text: string, at: number): number {
  const first = endOfName(text, at)
  const end = text[first] === ':' ? endOfName(text, first + 1) : first
  if (first === at || end === first + 1) throw malformed('has something that is not a name where one must be')
  return end
}

export function qname(name: string): QName {
  const colon = name.indexOf(':')
  return { name, prefix: colon < 0 ? '' : name.slice(0, colon), local: name.slice(colon + 1) }
}

/** The prefix that an attribute declares (empty for the default namespace), or undefined. */
export const declaredPrefix = ({ prefix, local }: QName): string | undefined =>
  prefix === 'xmlns' ? local : prefix === '' && local === 'xmlns' ? '' : undefined

/** Takes in what the attributes of a start tag declare, and returns the prefixes for {@link unbindPrefixes}. */
export function bindPrefixes(bindings: Bindings, attributes: readonly WrittenAttribute[]): readonly string[] {
  let prefixes: string[] | undefined
  for (const attribute of attributes) {
    const prefix = declaredPrefix(attribute)
    if (prefix === undefined) continue
    const namespace = attributeValue(attribute.raw)
    const isReserved =
      prefix === 'xmlns' ||
      namespace === XMLNS_NAMESPACE ||
      (prefix === 'xml') !== (namespace === XML_NAMESPACE) ||
      (prefix !== '' && namespace === '')
    if (isReserved) throw malformed('declares a namespace in a way that is not allowed')
    const bound = bindings.get(prefix)
    if (bound === undefined) bindings.set(prefix, [namespace])
    else bound.push(namespace)
    prefixes ??= []
    prefixes.push(prefix)
  }
  return prefixes ?? NONE
}

/** A prefix that is bound no more is forgotten, so that the map stays as small as the declarations in force. */
export function unbindPrefixes(bindings: Bindings, prefixes: readonly string[]): void {
  for (const prefix of prefixes) {
    const bound = bindings.get(prefix)
    if (bound === undefined) continue
    bound.pop()
    if (bound.length === 0) bindings.delete(prefix)
  }
}

export function namespaceOf(bindings: Bindings, prefix: string): string {
  if (prefix === 'xmlns') return XMLNS_NAMESPACE
  const namespace = bindings.get(prefix)?.at(-1)
  if (namespace === undefined) throw malformed('uses a namespace prefix that it does not declare')
  return namespace
}

/** No two attributes of one name, and none of one expanded name: XML 1.0 §3.1, Namespaces §6.3. */
export function assertDistinct(bindings: Bindings, attributes: readonly QName[]): void {
  const [first, second, third] = attributes
  // A set for each of a million elements takes longer than to read them.
  if (first?.prefix === '' && second?.prefix === '' && third === undefined && first.name !== second.name) return
  const names = new Set<string>()
  let expected = 0
  for (const { name, prefix, local } of attributes) {
    names.add(name)
    expected += 1
    if (prefix !== '') {
      // A blank cannot be part of a name, so the two kinds never collide.
      names.add(`${namespaceOf(bindings, prefix)} ${local}`)
      expected += 1
    }
  }
  if (names.size !== expected) throw malformed('has a tag that names an attribute twice')
}
