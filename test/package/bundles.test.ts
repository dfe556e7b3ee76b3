import { readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type Metafile } from 'esbuild'
import { describe, expect, test } from 'vitest'
import { distDir, entryPoints, manifest, projectDir } from './project.js'

/** Packages that users install when they want what needs them. */
const peers = Object.keys(manifest.peerDependencies ?? {})

/** Packages of JSON-LD, DID and signing: what the light entry points must not drag into a web page. */
const heavy =
  /node_modules\/(jsonld|jsonld-signatures|rdf-canonize|did-resolver|key-did-resolver|@digitalbazaar|@digitalcredentials|did-context|ed25519-signature-2020-context|@noble\/curves|@noble\/ed25519)\//

/** Traces that code of that kind would leave in a minified bundle: it could also come from our own files. */
const forbiddenStrings = [
  'jsonld',
  'rdf-canonize',
  'documentLoader',
  'didResolutionMetadata',
  'URDNA2015',
  '"node:',
  "'node:",
  'getBuiltinModule',
]

/**
 * What each light entry point may load at once in a browser, in bytes of minified, gzipped JavaScript. What `bake` needs
 * for PDF loads when a PDF is met.
 */
const light: Readonly<Record<string, number>> = {
  'badgewright/bake': 12_000,
  // A third of it is what is said about faults, and how they are mended.
  // Since time zones, what no verifier would pass being refused by it, and numbers that cannot be signed, 51 in place of 46;
  // since digests in every form that they are written in, and slips of types, 53; since causes come before effects, 54.
  // Since `fixDraft` walks the document as signing does, without waiting for the bundled contexts, 75.
  'badgewright/credential': 75_000,
  'badgewright/errors': 4_100,
}

/** What the handler may load at once, in bytes of minified JavaScript, dependencies included. Never more than 600 kB. */
const HTTP_BUDGET = 595_000

/**
 * What a page that verifies may load, in bytes of minified, gzipped JavaScript: at once, and all in all with what a badge
 * makes it load. Two things are counted apart. A page speaks one language. And the engine for patterns (re2js, 46 kB) loads
 * only where a badge declares a schema of a stranger that has one: it is what runs them in linear time.
 */
const VERIFY_BUDGET = { atOnce: 90_000, later: 229_000, patterns: 50_000 }

interface Bundle {
  readonly text: string
  /** Bytes, minified. */
  readonly size: number
  readonly gzip: number
  readonly inputs: readonly string[]
}

const settings = {
  bundle: true,
  splitting: true,
  minify: true,
  write: false,
  metafile: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  outdir: '/bundle',
  logLevel: 'silent',
} as const

interface Measured extends Readonly<Record<'eager' | 'total', Bundle>> {
  /** Every chunk that can be loaded from the entry, apart from those that are left out and what only they load. */
  readonly reachable: (isLeftOut: (inputs: readonly string[]) => boolean) => Bundle
}

const measured = new Map<string, Promise<Measured>>()

/** Bundles `import * from specifier` for a browser, once; `eager` is what loads at once, lazy chunks apart. */
function bundle(specifier: string, external: readonly string[] = []): Promise<Measured> {
  const key = [specifier, ...external].join()
  const bundled = measured.get(key) ?? bundleAlone(specifier, external)
  measured.set(key, bundled)
  return bundled
}

async function bundleAlone(specifier: string, external: readonly string[]): Promise<Measured> {
  const { outputFiles, metafile } = await build({
    ...settings,
    stdin: { contents: `export * from '${specifier}'`, resolveDir: projectDir },
    external: [...external],
  })
  const text = new Map(outputFiles.map((file) => [file.path.replace('/bundle/', ''), file.text]))
  const outputs = new Map(Object.entries(metafile.outputs).map(([path, row]) => [path.replace(/^.*bundle\//, ''), row]))
  const measure = (paths: ReadonlySet<string>): Bundle => {
    const all = [...paths].map((path) => text.get(path) ?? '').join('\n')
    return {
      text: all,
      size: Buffer.byteLength(all),
      gzip: gzipSync(all).length,
      inputs: [...paths].flatMap((path) => Object.keys(outputs.get(path)?.inputs ?? {})),
    }
  }
  return {
    eager: measure(staticClosure('stdin.js', outputs)),
    total: measure(new Set(outputs.keys())),
    reachable: (isLeftOut: (inputs: readonly string[]) => boolean) => measure(closure('stdin.js', outputs, isLeftOut)),
  }
}

function closure(
  entry: string,
  outputs: ReadonlyMap<string, Metafile['outputs'][string]>,
  isLeftOut: (inputs: readonly string[]) => boolean,
): Set<string> {
  const seen = new Set([entry])
  for (const path of seen) {
    for (const row of outputs.get(path)?.imports ?? []) {
      const next = row.path.replace(/^.*bundle\//, '')
      if (!row.external && !isLeftOut(Object.keys(outputs.get(next)?.inputs ?? {}))) seen.add(next)
    }
  }
  return seen
}

function staticClosure(entry: string, outputs: ReadonlyMap<string, Metafile['outputs'][string]>): Set<string> {
  const seen = new Set([entry])
  for (const path of seen) {
    for (const row of outputs.get(path)?.imports ?? []) {
      if (row.kind === 'import-statement' && !row.external) seen.add(row.path.replace(/^.*bundle\//, ''))
    }
  }
  return seen
}

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`

/** Entry points that need Node (files, threads, sockets), with no place in a web page. */
const nodeOnly: readonly string[] = [
  'badgewright/batch',
  'badgewright/node',
  'badgewright/passes',
  'badgewright/blobs/folder',
  'badgewright/mail/folder',
  'badgewright/mail/smtp',
  'badgewright/storage/postgres',
  'badgewright/storage/sqlite',
]

const forBrowsers = entryPoints.map(({ specifier }) => specifier).filter((name) => !nodeOnly.includes(name))

/**
 * What each of them loads at once, all bundled together: that is what it loads by itself, or more, since a file which two
 * of them share is kept whole. One for each takes three times as long.
 */
async function loadedTogether(): Promise<ReadonlyMap<string, readonly string[]>> {
  const { metafile } = await build({
    ...settings,
    entryPoints: forBrowsers.map((specifier, i) => ({ in: specifier, out: `entry-${i}` })),
    plugins: [
      {
        name: 'entries',
        setup(plugged) {
          plugged.onResolve({ filter: /^badgewright/ }, ({ path, kind }) =>
            kind === 'entry-point' ? { path, namespace: 'entry' } : undefined,
          )
          plugged.onLoad({ filter: /./, namespace: 'entry' }, ({ path }) => ({
            contents: `export * from '${path}'`,
            resolveDir: projectDir,
          }))
        },
      },
    ],
  })
  const outputs = new Map(Object.entries(metafile.outputs).map(([path, row]) => [path.replace(/^.*bundle\//, ''), row]))
  return new Map(
    forBrowsers.map((specifier, i) => {
      const chunks = [...staticClosure(`entry-${i}.js`, outputs)]
      return [specifier, chunks.flatMap((path) => Object.keys(outputs.get(path)?.inputs ?? {}))]
    }),
  )
}

let together: ReturnType<typeof loadedTogether> | undefined

describe.each(forBrowsers)('%s in a browser bundle', (specifier) => {
  test('is bundled without Node modules, and loads nothing heavy at once', async () => {
    together ??= loadedTogether()
    const inputs = (await together).get(specifier) ?? []
    expect(inputs.some((path) => path.startsWith('dist/'))).toBe(true)
    expect(inputs.filter((path) => heavy.test(path))).toEqual([])
  })
})

describe.each(Object.entries(light))('%s is light', (specifier, budget) => {
  test('our code in it has no JSON-LD, DID or Node code, lazy chunks included', async () => {
    const { total } = await bundle(specifier, peers)
    expect(total.inputs.filter((path) => heavy.test(path))).toEqual([])
    expect(forbiddenStrings.filter((text) => total.text.includes(text))).toEqual([])
  })

  test(`it weighs less than ${kilobytes(budget)} gzipped`, async () => {
    const { eager } = await bundle(specifier)
    expect(eager.gzip).toBeLessThan(budget)
  })
})

describe('badgewright/verify', () => {
  const isPatterns = (inputs: readonly string[]) => inputs.some((path) => path.includes('node_modules/re2js/'))
  const isOtherLanguage = (inputs: readonly string[]) =>
    inputs.some((path) => {
      const file = join(projectDir, path)
      return path.includes('dist/') && /^\/\/ src\/texts\/(?:de|es|fr|ar|ja)\//m.test(readFileSync(file, 'utf8'))
    })

  test('loads less at once, and in the end, than the budget has', async () => {
    const { eager, reachable } = await bundle('badgewright/verify', peers)
    const later = reachable((inputs) => isPatterns(inputs) || isOtherLanguage(inputs))
    const patterns = reachable(isOtherLanguage)
    console.log(
      `badgewright/verify: ${kilobytes(eager.gzip)} at once, ${kilobytes(later.gzip)} with all that it may load in one language, ${kilobytes(patterns.gzip)} with patterns too`,
    )
    expect(eager.gzip).toBeLessThan(VERIFY_BUDGET.atOnce)
    expect(later.gzip).toBeLessThan(VERIFY_BUDGET.later)
    expect(patterns.gzip - later.gzip).toBeLessThan(VERIFY_BUDGET.patterns)
    expect(patterns.gzip).toBeGreaterThan(later.gzip)
  })

  test('never loads what signs', async () => {
    const { reachable } = await bundle('badgewright/verify', peers)
    const signing = /node_modules\/(@digitalbazaar|jsonld-signatures|@noble\/ed25519)\//
    expect(reachable(() => false).inputs.filter((path) => signing.test(path))).toEqual([])
  })

  test('the checks see what they look for: all else that the main entry point loads signs', async () => {
    const { reachable } = await bundle(manifest.name, peers)
    expect(reachable(() => false).inputs.some((path) => /jsonld-signatures/.test(path))).toBe(true)
  })
})

describe('badgewright/http', () => {
  test(`loads less than ${kilobytes(HTTP_BUDGET)} minified at once`, async () => {
    const { eager, total } = await bundle('badgewright/http')
    console.log(
      `badgewright/http: ${kilobytes(eager.size)} minified at once, ${kilobytes(total.size)} with lazy chunks`,
    )
    expect(eager.size).toBeLessThan(HTTP_BUDGET)
  })

  test('what Node loads of our files for it holds no program of a page and nothing that signs or verifies', () => {
    const loaded = loadedBy('http.js')
    const size = loaded.reduce((sum, file) => sum + statSync(join(distDir, file)).size, 0)
    console.log(`badgewright/http: Node loads ${loaded.length} files of ${kilobytes(size)}`)
    const rooms = loaded.flatMap((file) => [
      ...readFileSync(join(distDir, file), 'utf8').matchAll(/^\/\/ (src\/\w+|page-program)/gm),
    ])
    const names = new Set(rooms.map(([, name]) => name))
    expect(names).toContain('src/http')
    expect(['page-program', 'src/verify', 'src/proof', 'src/rdf'].filter((name) => names.has(name))).toEqual([])
  })
})

/** Files of `dist/` that load with one of them, by static imports. */
function loadedBy(entry: string): string[] {
  const seen = new Set([entry])
  for (const file of seen) {
    const text = readFileSync(join(distDir, file), 'utf8')
    for (const [, path = ''] of text.matchAll(/^(?:import|export|\}).*?(?:from )?"(\.[^"]+)";$/gm)) {
      seen.add(join(dirname(file), path))
    }
  }
  return [...seen]
}

test('the checks see what they look for: the main entry point has the heavy packages in its lazy chunks', async () => {
  const { total } = await bundle(manifest.name)
  expect(total.inputs.some((path) => heavy.test(path))).toBe(true)
  expect(forbiddenStrings.filter((text) => total.text.includes(text))).toContain('jsonld')
})
