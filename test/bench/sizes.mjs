// What each entry point weighs in a bundle for browsers: minified and gzipped, at once and with what loads when needed,
// apart from packages that are installed beside it.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('../../', import.meta.url))
const { exports: entries, peerDependencies } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'))
const beside = Object.keys(peerDependencies).flatMap((name) => [name, `${name}/*`])

export async function measureSizes() {
  const sizes = {}
  for (const [name, entry] of Object.entries(entries)) {
    if (typeof entry === 'string') continue
    sizes[`badgewright${name.slice(1)}`] = await sizeOf(`${root}/${entry.default}`)
  }
  return sizes
}

async function sizeOf(file) {
  const { outputFiles, metafile } = await build({
    entryPoints: { entry: file },
    bundle: true,
    splitting: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    external: ['node:*', 'piscina', ...beside],
    target: 'es2022',
    outdir: '/bundle',
    logLevel: 'silent',
  })
  const texts = new Map(outputFiles.map((output) => [output.path.replace(/^.*\/bundle\//, ''), output.text]))
  const outputs = new Map(Object.entries(metafile.outputs).map(([path, row]) => [path.replace(/^.*bundle\//, ''), row]))
  const atOnce = new Set(['entry.js'])
  for (const path of atOnce) {
    for (const { kind, external, path: to } of outputs.get(path)?.imports ?? []) {
      if (kind === 'import-statement' && !external) atOnce.add(to.replace(/^.*bundle\//, ''))
    }
  }
  const gzip = (paths) => gzipSync([...paths].map((path) => texts.get(path) ?? '').join('\n')).length
  return { atOnce: gzip(atOnce), whole: gzip(texts.keys()) }
}
