// Builds the fuzzer as one readable file, in which V8 counts what runs; on request with a fault planted in a reader.
import { readFileSync } from 'node:fs'
import { build } from 'esbuild'
import { plants } from './plants.mjs'

/** @param {keyof typeof plants} [planted] @returns {Promise<string>} the file */
export async function bundle(planted) {
  const outfile = `node_modules/.fuzz/guided${planted === undefined ? '' : `-${planted}`}.mjs`
  const plant = planted === undefined ? undefined : plants[planted]
  let isPlanted = plant === undefined
  await build({
    entryPoints: ['test/fuzz/guided/main.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
    plugins: [
      {
        name: 'plant',
        setup({ onLoad }) {
          if (plant === undefined) return
          onLoad({ filter: new RegExp(`src/${plant.file.replaceAll('.', '\\.')}$`) }, ({ path }) => {
            const source = readFileSync(path, 'utf8')
            isPlanted = source.split(plant.find).length === 2
            return { contents: source.replace(plant.find, () => plant.put), loader: 'ts' }
          })
        },
      },
    ],
  })
  if (!isPlanted) throw new Error(`The place for the fault in ${planted} is not there, or there twice: see plants.mjs.`)
  return outfile
}
