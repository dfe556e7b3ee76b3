import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { build as bundle } from 'esbuild'
import { defineConfig, type Options } from 'tsup'
import contextManifest from './contexts/manifest.json' with { type: 'json' }
import manifest from './package.json' with { type: 'json' }

/** Public entry points: what `exports` in package.json names, and nothing else. test/package/exports.test.ts compares. */
const publicEntries = {
  index: 'src/index.ts',
  credential: 'src/credential/index.ts',
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
  service: 'src/service/index.ts',
  'storage/memory': 'src/adapters/storage/memory.ts',
  'storage/sqlite': 'src/adapters/storage/sqlite.ts',
  'storage/postgres': 'src/adapters/storage/postgres.ts',
  'blobs/folder': 'src/adapters/blobs/folder.ts',
  'blobs/s3': 'src/adapters/blobs/s3.ts',
  'mail/folder': 'src/adapters/mail/folder.ts',
  'mail/smtp': 'src/adapters/mail/smtp.ts',
  'mail/events': 'src/adapters/mail/events.ts',
  'auth/oidc': 'src/adapters/auth/oidc.ts',
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

/** Programs of pages, and the constant that each becomes the value of. */
const pagePrograms: Readonly<Record<string, { program: string; constant: string }>> = {
  'verify-bundle.ts': { program: 'verify-page.ts', constant: 'verifyBundle' },
  'share-bundle.ts': { program: 'share-panel.ts', constant: 'shareBundle' },
}

/**
 * What runs in the browser becomes text inside the HTTP room: one file for each page, the one that verifies with the
 * library and the contexts in it, served by the handler in any runtime without a look at the file system.
 */
const pageProgramsAsText: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'page-programs-as-text',
  setup(build) {
    build.onLoad({ filter: /http[\\/]open[\\/]\w+-bundle\.ts$/ }, async ({ path }) => {
      const { program = '', constant = '' } = pagePrograms[path.replace(/.*[\\/]/, '')] ?? {}
      const { outputFiles } = await bundle({
        entryPoints: [`src/http/browser/${program}`],
        bundle: true,
        minify: true,
        write: false,
        format: 'esm',
        platform: 'browser',
        target: 'es2022',
        legalComments: 'none',
        plugins: [contextsAsData],
        logLevel: 'error',
      })
      return { contents: `export const ${constant} = ${JSON.stringify(outputFiles[0]?.text)}` }
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
  esbuildPlugins: [contextsAsData, pageProgramsAsText],
  plugins: [stamp()],
})
