import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { memoryStorage } from '../../src/adapters/storage/memory.js'
import { checkInput } from '../../src/catalogue/check-input.js'
import { catalogue } from '../../src/catalogue/index.js'
import { rpcMethods } from '../../src/cli/rpc/methods.js'
import { generateKeyPair, isBadgeError, issueBadge, verifyCredential } from '../../src/index.js'
import { createBadgeService } from '../../src/service/index.js'
import { badgeView } from '../../src/share/index.js'
import { createStatusList } from '../../src/status/index.js'
import type { JsonObject } from '../../src/types/json.js'
import build from '../../tsup.config.js'
import { readPublicTypes } from './public-types.js'

const { checker, functions, type } = readPublicTypes()

const key = await generateKeyPair({ seed: new Uint8Array(32).fill(7) })
const draft = {
  issuer: { name: 'Acme' },
  achievement: { name: 'Welder I', description: 'Welds.', criteria: 'Weld.' },
}
const badge = await issueBadge({ ...draft, recipient: 'kim@example.org' }, key)
const service = createBadgeService({ signer: key, storage: memoryStorage(), baseUrl: 'https://badges.example' })

const view = badgeView(badge, { url: 'https://badges.example/b/1' })
const picture = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>')
const list = createStatusList({ purpose: 'revocation' })
const feed = { title: 'A', homeUrl: 'https://badges.example/', feedUrl: 'https://badges.example/f' }
const embed = { embedUrl: 'https://badges.example/e' }

/** What is given beside the argument under test, by the name of the parameter. */
const sound: Readonly<Record<string, unknown>> = {
  ...{
    view,
    key,
    list,
    service,
    picture,
    image: picture,
    pdf: picture,
    index: 1,
    format: 'html',
    slides: [],
    rows: [{ recipient: 'kim@example.org' }],
  },
  ...{
    credential: badge,
    signed: badge,
    signer: key,
    request: new Request('https://badges.example/'),
    document: badge,
    base: badge,
    assertion: badge,
    presentation: {},
    show: [],
    template: { draft },
  },
  ...{
    text: 'text',
    count: 'graphemes',
    book: { fontFor: () => ({}) },
    handler: () => {},
    proof: {},
    secret: picture,
    personId: 'none',
    listId: 'none',
  },
  answer: { verifiablePresentation: {} },
  asked: { nonce: 'n', state: 's', clientId: 'c', domain: 'd', achievements: [], issuers: [] },
  draft: { ...draft, recipient: 'kim@example.org' },
  result: await verifyCredential(badge),
}

/** What some options need beside the one under test. */
const needs: Readonly<Record<string, object>> = {
  'guardians.answer': { purpose: 'badges', given: true, textVersion: '1', text: 'What was shown.' },
  'credentials.issue': {
    credential: {
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      type: ['VerifiableCredential'],
      issuer: key.controller,
      credentialSubject: { id: 'did:example:kim' },
    },
  },
  'presentations.create': {
    presentation: {
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      type: ['VerifiablePresentation'],
      holder: key.controller,
    },
  },
  createCards: { art: picture },
  createCertificate: { art: picture },
  embedDocument: { imageUrl: 'https://badges.example/i.png' },
  embedSnippet: embed,
  oEmbed: { ...embed, providerName: 'A', providerUrl: 'https://badges.example/' },
  jsonFeed: feed,
  issueBatch: { key },
  publishStatusList: { id: 'https://badges.example/status/1' },
  mediaRss: feed,
}

/** Data that another function gave, or that is the caller's own: it may have members that nobody here knows. */
const data = new Set(
  ['BadgeView', 'BadgeService', 'BadgeRecord', 'Signer', 'KeyPair', 'StatusList', 'JsonObject', 'VerificationResult']
    .concat(['VerifiedResult', 'MultikeyBytes', 'EndorsementCredential', 'ClrCredential', 'SignedCredential'])
    .concat(['PublicKeyDocument', 'NodeRequest', 'NodeResponse', 'Uint8Array', 'Date', 'RegExp', 'Slide']),
)

type Call = (value: unknown) => unknown
const failures: string[] = []
let tried = 0

/** Has to be refused, with an error that names what is wrong. */
async function refused(what: string, name: string, call: () => unknown): Promise<void> {
  tried++
  try {
    const result = await call()
    if (isGenerator(result)) for await (const outcome of result) if (outcome.status === 'refused') throw outcome
    failures.push(`${what}: accepted`)
  } catch (error) {
    if (!isBadgeError(error)) failures.push(`${what}: ${String(error)}`)
    else if (name === 'token' && error.code === 'ERR_TOKEN_INVALID') return
    else if (![name, 'nonsense'].some((each) => error.message.includes(each))) {
      failures.push(`${what}: does not name ${name}: ${error.message.slice(0, 120)}`)
    }
  }
}

/** Drafts have errors of their own, with a place for each: what is wrong with them is tested with them. */
const isDraft = (name: string): boolean => ['draft', 'issuer', 'achievement', 'template'].includes(name)
/** Words are held against those that there are when they are spoken, and not every export speaks. */
const isLater = (path: string, name: string): boolean =>
  path.startsWith('exportBadge') && /^(labels|readme)$/.test(name)

const isGenerator = (value: unknown): value is AsyncGenerator<{ readonly status: string }> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value

/** Values that the type does not allow. */
function wrongFor(wanted: ts.Type): readonly unknown[] {
  const candidates: readonly (readonly [unknown, ts.Type])[] = [
    [5, checker.getNumberType()],
    ['nonsense', checker.getStringType()],
    [true, checker.getTrueType()],
    [null, checker.getNullType()],
  ]
  return candidates.flatMap(([value, of]) => (checker.isTypeAssignableTo(of, wanted) ? [] : [value]))
}

const partsOf = (of: ts.Type): readonly ts.Type[] => (of.isUnion() ? of.types : [of])
const nameOf = (of: ts.Type): string => (of.aliasSymbol ?? of.getSymbol())?.name ?? ''

/** Options in an object of their own: plain members, and no others. */
const isBag = (of: ts.Type): boolean =>
  (of.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0 &&
  !data.has(nameOf(of)) &&
  !checker.isArrayType(of) &&
  of.getCallSignatures().length === 0 &&
  of.getStringIndexType() === undefined &&
  of.getProperties().length > 0 &&
  of.getProperties().every(({ flags }) => (flags & ts.SymbolFlags.Method) === 0)

async function feedTo(path: string, bag: ts.Type, call: Call, depth = 0): Promise<void> {
  const names = bag.getProperties().map(({ name }) => name)
  for (const name of names) {
    for (const slip of [`${name}x`, name.toLowerCase()]) {
      if (names.includes(slip)) continue
      await refused(`${path} { ${slip} }`, slip, () => call({ [slip]: 1 }))
    }
  }
  for (const property of bag.getProperties()) {
    const of = checker.getNonNullableType(checker.getTypeOfSymbol(property))
    for (const value of wrongFor(checker.getTypeOfSymbol(property))) {
      await refused(`${path} { ${property.name}: ${JSON.stringify(value)} }`, property.name, () =>
        call({ [property.name]: value }),
      )
    }
    if (depth > 2 || isDraft(property.name) || isLater(path, property.name)) continue
    const parts = partsOf(of)
    // Where several forms are allowed, which one was meant nobody can tell.
    const [part] = parts.filter((each) => (each.flags & ts.TypeFlags.Object) !== 0 || each.isIntersection())
    if (part === undefined) continue
    const item = checker.isArrayType(part) ? checker.getTypeArguments(part as ts.TypeReference)[0] : undefined
    if (isBag(part))
      await feedTo(`${path}.${property.name}`, part, (value) => call({ [property.name]: value }), depth + 1)
    else if (item !== undefined && isBag(item)) {
      await feedTo(`${path}.${property.name}[]`, item, (value) => call({ [property.name]: [value] }), depth + 1)
    }
  }
}

const parameterTypes = (signature: ts.Signature) =>
  signature.getParameters().map((parameter) => ({
    of: checker.getNonNullableType(checker.getTypeOfSymbol(parameter)),
    whole: checker.getTypeOfSymbol(parameter),
    name: parameter.name,
    isOptional: (parameter.valueDeclaration as ts.ParameterDeclaration).questionToken !== undefined,
  }))

/** Calls a function with nothing, null, wrong types, and in its options unknown names, wrong types and wrong values. */
async function attack(name: string, signature: ts.Signature, run: (...input: unknown[]) => unknown): Promise<void> {
  const parameters = parameterTypes(signature)
  const inputs = parameters.map((parameter) =>
    name === 'exportBadge' && parameter.name === 'format' ? 'json' : sound[parameter.name],
  )
  if (parameters[0]?.isOptional === false && wrongFor(parameters[0].whole).length > 0) {
    await refused(`${name}()`, '', () => run())
    await refused(`${name}(null, …)`, '', () => run(...parameters.map(() => null)))
  }
  for (const [i, { of, whole, name: parameter }] of parameters.entries()) {
    const call: Call = (value) => run(...inputs.slice(0, i), value, ...inputs.slice(i + 1))
    for (const value of wrongFor(whole)) {
      await refused(`${name}(#${i} ${JSON.stringify(value)})`, '', () => call(value))
    }
    if (isBag(of) && !isDraft(parameter) && !['list', 'key', 'book'].includes(parameter)) {
      await feedTo(name, of, (value) => call({ ...needs[name], ...(value as object) }))
    }
  }
}

describe('everything public refuses what it was not made for, by a BadgeError that names it', () => {
  test('exported functions, and the options in their types', { timeout: 120_000 }, async () => {
    failures.length = 0
    tried = 0
    const { entry: files } = build as { entry: Record<string, string> }
    for (const [name, { entry, signature }] of functions) {
      const file = files[entry === 'badgewright' ? 'index' : entry.slice('badgewright/'.length)]
      const module = (await load(file ?? '')) as Record<string, (...input: unknown[]) => unknown>
      const run = module[name]
      if (run === undefined) throw new Error(`${entry} does not export ${name}.`)
      if (exempt.has(name)) continue
      await attack(name, signature, run)
    }
    expect(failures).toEqual([])
    expect(functions.size).toBeGreaterThan(90)
    expect(tried).toBeGreaterThan(1500)
  })

  test('every step of the service', { timeout: 120_000 }, async () => {
    failures.length = 0
    tried = 0
    for (const property of type('BadgeService').getProperties()) {
      const of = checker.getTypeOfSymbol(property)
      const own = (service as unknown as Record<string, unknown>)[property.name]
      const steps =
        typeof own === 'string'
          ? []
          : typeof own === 'function'
            ? [{ name: property.name, of, run: own }]
            : of.getProperties().flatMap((step) => {
                const run = (own as Record<string, unknown> | undefined)?.[step.name]
                return typeof run === 'function'
                  ? [{ name: `${property.name}.${step.name}`, of: checker.getTypeOfSymbol(step), run }]
                  : []
              })
      for (const { name, of, run } of steps) {
        const [signature] = of.getCallSignatures()
        if (signature !== undefined && !exempt.has(name)) await attack(name, signature, (...input) => run(...input))
      }
    }
    expect(failures).toEqual([])
    expect(tried).toBeGreaterThan(400)
  })
})

/** The sources of an entry point. */
const load = (file: string): Promise<unknown> => import(/* @vite-ignore */ `../../${file}`)

/** Functions that answer for whatever they are given, and say so in their type or description: tokens above all. */
const exempt = new Set<string>([
  'isBadgeError',
  'claims.look',
  'claims.lookUndo',
  'guardians.look',
  'wallet.look',
  'wallet.offer',
  'wallet.credential',
  'wallet.notify',
  'wallet.exchange',
])

describe('bodies and queries of operations', () => {
  test.each(catalogue.map((operation) => [operation.name, operation] as const))('%s', (_, { input }) => {
    expect(input.additionalProperties ?? input.unevaluatedProperties).toBe(false)
    const properties = (input.properties ?? {}) as Record<string, JsonObject>
    for (const member of Object.keys(properties)) {
      expect(codeAt(input, { [`${member}x`]: 1 })).toContain(`/${member}x`)
      // What a protocol of others carries has no type here: the step that reads it answers in the words of that protocol.
      if (Object.keys(properties[member] ?? {}).join() === 'description') continue
      expect(codeAt(input, { [member]: wrongJson(properties[member] ?? {}) })).toContain(`/${member}`)
    }
  })

  test('the VC-API refuses each option that it does not honour, by its place', () => {
    const options = { credentialStatus: {}, cryptosuite: 'bbs-2023', mandatoryPointers: [1], chalenge: 'x' }
    const issue = catalogue.find(({ name }) => name === 'credentials.issue')
    expect(codeAt(issue?.input ?? {}, { credential: {}, options })).toEqual(
      expect.arrayContaining(Object.keys(options).map((name) => expect.stringContaining(`/options/${name}`))),
    )
  })
})

/** Places of what is wrong. */
function codeAt(schema: JsonObject, input: JsonObject): readonly string[] {
  try {
    checkInput(schema, input)
    return []
  } catch (error) {
    return isBadgeError(error, 'ERR_ARGUMENT_INVALID') ? (error.problems ?? []).map(({ pointer }) => pointer) : ['?']
  }
}

const wrongJson = ({ type, enum: values }: JsonObject): string | number =>
  values !== undefined ? 'nonsense' : type === 'number' || type === 'integer' || type === 'object' ? 'nonsense' : 5

test('every method of rpc refuses unknown parameters', async () => {
  failures.length = 0
  for (const [name, run] of Object.entries(rpcMethods)) {
    for (const slip of ['recipent', 'Now', 'value2']) {
      await refused(`${name} { ${slip} }`, slip, () => run({ [slip]: 1 }, { key }))
    }
  }
  expect(failures).toEqual([])
})
