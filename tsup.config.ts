import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { type BuildOptions, build as bundle, type Metafile } from 'esbuild'
import { defineConfig, type Options } from 'tsup'
import contextManifest from './contexts/manifest.json' with { type: 'json' }
import manifest from './package.json' with { type: 'json' }
import { assetFile, etagOf } from './src/http/web/respond.js'

/** Public entry points: what `exports` in package.json names, and nothing else. test/package/exports.test.ts compares. */
const publicEntries = {
  index: 'src/index.ts',
  credential: 'src/credential.ts',
  keys: 'src/keys/index.ts',
  bake: 'src/container/index.ts',
  verify: 'src/verify/index.ts',
  export: 'src/export/index.ts',
  status: 'src/status/index.ts',
  errors: 'src/errors.ts',
  contexts: 'src/contexts.ts',
  batch: 'src/batch/index.ts',
  http: 'src/http/index.ts',
  node: 'src/adapters/node/index.ts',
  service: 'src/service/public.ts',
  present: 'src/wallet/present/index.ts',
  'storage/memory': 'src/adapters/storage/memory.ts',
  'storage/sqlite': 'src/adapters/storage/sqlite.ts',
  'storage/postgres': 'src/adapters/storage/postgres.ts',
  'jobs/pg-boss': 'src/adapters/jobs/pg-boss.ts',
  'blobs/folder': 'src/adapters/blobs/folder.ts',
  'blobs/s3': 'src/adapters/blobs/s3.ts',
  'mail/folder': 'src/adapters/mail/folder.ts',
  'mail/smtp': 'src/adapters/mail/smtp.ts',
  'mail/events': 'src/adapters/mail/events.ts',
  'auth/oidc': 'src/adapters/auth/oidc.ts',
  passes: 'src/adapters/passes/index.ts',
  'auth/passkeys': 'src/adapters/auth/passkeys.ts',
  share: 'src/share/index.ts',
  cards: 'src/draw/cards/index.ts',
  pdf: 'src/draw/certificate/index.ts',
  preview: 'src/preview/index.ts',
  testing: 'src/testing/index.ts',
}

/** Files that the package starts by itself. */
const innerEntries = {
  'cli/main': 'src/cli/main.ts',
  'batch-worker': 'src/batch/worker.ts',
  'verify-worker': 'src/cli/verify/worker.ts',
}

/**
 * The context packages are development dependencies whose JSON becomes part of dist/: only the contexts that
 * contexts/manifest.json names, and none of the packages' code. (One of them has `new URL(…, import.meta.url)`, which
 * breaks in classic scripts and sends users' bundlers looking for the file.)
 */
const contextsAsData: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'contexts-as-data',
  setup(build) {
    // Other packages import theirs under other names; where those are bundled too, they get the package itself.
    build.onResolve({ filter: /-context$/ }, ({ path, importer }) =>
      /[\\/]node_modules[\\/]/.test(importer) ? undefined : { path, namespace: 'context-package' },
    )
    build.onLoad({ filter: /./, namespace: 'context-package' }, async ({ path }) => {
      const { contexts } = (await import(path)) as { contexts: ReadonlyMap<string, unknown> }
      const named = contextManifest.filter((row) => row.package === path)
      const texts = Object.fromEntries(named.map(({ url }) => [url, JSON.stringify(contexts.get(url))]))
      return {
        contents: `
          const texts = ${JSON.stringify(texts)}
          export const contexts = { get: (url) => (Object.hasOwn(texts, url) ? JSON.parse(texts[url]) : undefined) }`,
      }
    })
  },
}

/** Programs of pages, by name: what of `src/http/browser` runs on them. */
export const pagePrograms = {
  verify: 'verify-page.ts',
  share: 'share-panel.ts',
  passkey: 'passkey.ts',
  waiting: 'waiting.ts',
} as const

/**
 * Packages that a program loads when it meets what they are for, by the part that they travel in: so the page stays light,
 * and a page that is one file has all parts inside. With each package, the names that our code takes of it.
 */
export const programParts = {
  qr: { 'qr/decode.js': ['default'] },
  qrDraw: { uqr: ['encode'] },
  schemas: { re2js: ['RE2JS'], '@cfworker/json-schema': ['dereference', 'format', 'validate'] },
  jsonld: { jsonld: ['default'], 'rdf-canonize': ['default'] },
  didKey: { 'key-did-resolver': ['getResolver'] },
} as const satisfies Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>

const PARTS = "globalThis[Symbol.for('badgewright.parts')]"

/** A program takes its packages from the parts that are there, and loads those of which it has the address. */
const packagesInParts: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'packages-in-parts',
  setup(build) {
    for (const [part, packages] of Object.entries(programParts)) {
      for (const [name, taken] of Object.entries(packages)) {
        const filter = new RegExp(`^${name.replaceAll('.', '\\.')}$`)
        build.onResolve({ filter }, () => ({ path: name, namespace: `part-${part}` }))
        build.onLoad({ filter: /./, namespace: `part-${part}` }, ({ path }) => ({
          contents: [
            `if (typeof ${PARTS}?.get('${part}') === 'string') await import(${PARTS}.get('${part}'))`,
            `const found = ${PARTS}.get('${part}')['${path}']`,
            ...((packages as Readonly<Record<string, readonly string[]>>)[path]?.map((taking) =>
              taking === 'default' ? 'export default found.default' : `export const ${taking} = found.${taking}`,
            ) ?? []),
          ].join('\n'),
        }))
        if (taken.length === 0) throw new Error(`Nothing is taken of ${name}.`)
      }
    }
  },
}

/**
 * What no program of a page uses, though it can be reached: what signs, what changes PDFs, which are only read here, the texts
 * of all languages, since a page brings those of its own, and what is said in English to programmers alone.
 */
const nothingForPages: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'nothing-for-pages',
  setup(build) {
    build.onResolve({ filter: /^(@cantoo\/pdf-lib$|@digitalbazaar\/)/ }, ({ path }) => ({
      path,
      namespace: 'not-on-pages',
    }))
    build.onLoad({ filter: /./, namespace: 'not-on-pages' }, () => ({ contents: 'export {}' }))
    build.onLoad({ filter: /[\\/]src[\\/]texts[\\/][a-z]{2}[\\/](index|checks|answers)\.ts$/ }, () => ({
      contents: 'export {}',
    }))
    build.onLoad({ filter: /[\\/]src[\\/]errors\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(/^( {2}ERR_\w+:\s+)'(?:[^'\\\n]|\\.)*'/gm, "$1''"),
      loader: 'ts',
    }))
    build.onLoad({ filter: /[\\/]src[\\/]verify[\\/]core[\\/]advised\.ts$/ }, () => ({
      contents: 'export const advised = async (checks) => checks',
    }))
  },
}

type Bundled = { readonly text: string; readonly metafile: Metafile }

/** One of them as text, and what is inside. Licences travel in THIRD_PARTY_NOTICES, not as comments in the code. */
export const bundleProgram = (source: string): Promise<Bundled> =>
  bundleForPages({ entryPoints: [`src/http/browser/${source}`] }, [packagesInParts])

/** A part, which puts its packages where programs look for them. */
function bundlePart(name: string, packages: Readonly<Record<string, readonly string[]>>): Promise<Bundled> {
  const rows = Object.entries(packages).map(([path, taken], i) => ({
    from: `import { ${taken.map((taking) => `${taking} as ${taking}${i}`).join(', ')} } from '${path}'`,
    to: `'${path}': { ${taken.map((taking) => `${taking}: ${taking}${i}`).join(', ')} }`,
  }))
  const contents = [
    ...rows.map(({ from }) => from),
    `${PARTS} ??= new Map()`,
    `${PARTS}.set('${name}', { ${rows.map(({ to }) => to).join(', ')} })`,
  ].join('\n')
  return bundleForPages({ stdin: { contents, resolveDir: '.' } }, [])
}

async function bundleForPages(from: BuildOptions, plugins: NonNullable<Options['esbuildPlugins']>): Promise<Bundled> {
  const { outputFiles, metafile } = await bundle({
    ...from,
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    legalComments: 'none',
    banner: { js: '/* Licences of the code in here: THIRD_PARTY_NOTICES of the npm package badgewright */' },
    plugins: [contextsAsData, nothingForPages, ...plugins],
    logLevel: 'error',
  })
  return { text: outputFiles?.[0]?.text ?? '', metafile: metafile as Metafile }
}

type Program = Bundled & { readonly name: string }
let bundled: Promise<readonly Program[]> | undefined

/** All of them and their parts, bundled once for a build. */
export function programs(): Promise<readonly Program[]> {
  bundled ??= Promise.all([
    ...Object.entries(pagePrograms).map(async ([name, source]) => ({ name, ...(await bundleProgram(source)) })),
    ...Object.entries(programParts).map(async ([name, row]) => ({ name, ...(await bundlePart(name, row)) })),
  ])
  return bundled
}

/**
 * What runs in the browser becomes text inside the HTTP room: one file for each page, the one that verifies with the
 * library and the contexts in it, served by the handler in any runtime without a look at the file system. Name and
 * entity tag are written here; the text is a module of its own, which loads when it is asked for.
 */
const pageProgramsAsText: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'page-programs-as-text',
  setup(build) {
    build.onLoad({ filter: /http[\\/]site[\\/]built-programs\.ts$/ }, async () => {
      const rows = (await programs()).map(({ name, text }) => {
        const file = JSON.stringify(assetFile(name, 'js', text))
        const etag = JSON.stringify(etagOf(text))
        const body = `async () => (await import('page-program:${name}')).text`
        return `${name}: { file: ${file}, type: 'text/javascript; charset=utf-8', etag: ${etag}, body: ${body} }`
      })
      return { contents: `export const programs = { ${rows.join(', ')} }` }
    })
    build.onResolve({ filter: /^page-program:/ }, ({ path }) => ({ path, namespace: 'page-program' }))
    build.onLoad({ filter: /./, namespace: 'page-program' }, async ({ path }) => {
      const found = (await programs()).find(({ name }) => path === `page-program:${name}`)
      return { contents: `export const text = ${JSON.stringify(found?.text)}` }
    })
  },
}

/** Folders of the packages that esbuild put something of into its outputs. */
export function packagesInside({ outputs }: Metafile): string[] {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs))
  const folders = inputs.flatMap(([path, { bytesInOutput }]) => {
    const inlined = /^context-package:(.+)/.exec(path)?.[1]
    const folder =
      inlined === undefined ? /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] : `node_modules/${inlined}`
    return folder === undefined || bytesInOutput === 0 ? [] : [folder]
  })
  return [...new Set(folders)]
}

const RULE = '='.repeat(80)

/** The part of THIRD_PARTY_NOTICES about one package, by the licence that it came with. */
export function noticeOf(folder: string): string {
  const { name, version, license, author } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'))
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|copying|notice|copyrightnotice)(\.(md|txt))?$/i.test(file))
    .map((file) => readFileSync(`${folder}/${file}`, 'utf8'))
  if (texts.join('').length < 500) {
    // MIT, alone or as one of two, and at most a link to its text: that of our own, in the name of the author.
    if (!/\bMIT\b/.test(license)) throw new Error(`${name} has no licence text, and is inside what is built.`)
    const holder = String(author?.name ?? author).replace(/ *[<(].*/, '')
    texts.push(readFileSync('LICENSE', 'utf8').replace(/^Copyright .*$/m, `Copyright (c) ${holder}`))
  }
  const data = contextManifest.find((row) => row.package === name && row.licence.startsWith('W3C'))
  if (data !== undefined) texts.push(readFileSync(`contexts/${data.licence}.txt`, 'utf8'))
  return [
    RULE,
    `${name} ${version}, ${license.replace(/^\(|\)$/g, '')}`,
    '',
    ...texts.map((text) => `${text.replaceAll('\r', '').trim()}\n`),
  ].join('\n')
}

/** Writes what must travel with every copy of the package. */
const thirdPartyNotices: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'third-party-notices',
  setup(build) {
    build.onEnd(async ({ metafile }) => {
      if (metafile === undefined) return
      const inside = [metafile, ...(await programs()).map((program) => program.metafile)].flatMap(packagesInside)
      const notices = [...new Set(inside.map(noticeOf))].sort()
      const head = `The files of badgewright contain parts of ${notices.length} packages, in the program of the page that verifies badges and as\nJSON-LD contexts. The build writes this list, with the licence of each.\n`
      writeFileSync('THIRD_PARTY_NOTICES', [head, ...notices].join('\n'))
    })
  },
}

/** Where `tsc -p tsconfig.types.json` puts the declarations, which are bundled here. */
const declarationOf = (source: string): string => source.replace('src/', '.cache/types/').replace('.ts', '.d.ts')

/** Says from which sources dist/ was built; test/support/built.ts compares. */
export const builtFrom = '.cache/built-from'

/** A digest of all that the build reads of the project. */
export function digestOfSources(folder = '.'): string {
  const sources = readdirSync(join(folder, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
  const digest = createHash('sha256')
  for (const file of [...sources.sort(), 'contexts/manifest.json', 'tsup.config.ts']) {
    digest
      .update(`${file}\0`)
      .update(readFileSync(join(folder, file)))
      .update('\0')
  }
  return digest.digest('hex')
}

/**
 * Doors of the files that run in threads. The pool requires the file of a thread, and a thread that is ended while it requires a
 * module takes the whole process with it (Node 20.20: `Module::IsGraphAsync` of one that is not instantiated); one that imports
 * it does not.
 */
function threadDoors(): NonNullable<Options['plugins']>[number] {
  return {
    name: 'thread-doors',
    buildEnd() {
      for (const name of Object.keys(innerEntries).filter((each) => each.endsWith('-worker'))) {
        const text = `'use strict'
const loaded = import('./${name}.js')
loaded.catch(() => {})
module.exports = async (task) => (await loaded).default(task)
`
        writeFileSync(`dist/${name}.cjs`, text)
      }
    },
  }
}

function stamp(): NonNullable<Options['plugins']>[number] {
  let digest = ''
  return {
    name: 'stamp',
    buildStart() {
      digest = digestOfSources()
    },
    buildEnd() {
      mkdirSync('.cache', { recursive: true })
      writeFileSync(builtFrom, digest)
    },
  }
}

// tsup 8.5.1 and TypeScript 5.9.3 are the last pair that builds on Node 20 and emits declarations (F8 in the design
// notes: tsup 9 wants Node 22.18, and `dts` crashes with TypeScript 7).
export default defineConfig({
  entry: { ...publicEntries, ...innerEntries },
  format: 'esm',
  target: 'es2022',
  platform: 'neutral',
  splitting: true,
  treeshake: false,
  clean: true,
  // Of sources, tsup would make a TypeScript program for each folder of an entry: eight times the work.
  dts: { entry: Object.fromEntries(Object.entries(publicEntries).map(([name, file]) => [name, declarationOf(file)])) },
  removeNodeProtocol: false,
  // Everything users install stays an import; `node:` modules too (only files on the allow-list have them).
  external: [/^node:/, ...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies)],
  noExternal: [/-context$/],
  esbuildPlugins: [contextsAsData, pageProgramsAsText, thirdPartyNotices],
  plugins: [threadDoors(), stamp()],
})
