// Renders every SVG of this folder to a PNG beside it, 512 pixels wide. Run by hand after a change: `npm run art`.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Resvg } from '@resvg/resvg-js'

const folder = fileURLToPath(new URL('.', import.meta.url))
for (const file of readdirSync(folder).filter((name) => name.endsWith('.svg'))) {
  const picture = new Resvg(readFileSync(folder + file), { fitTo: { mode: 'width', value: 512 } }).render()
  const target = file.replace(/svg$/, 'png')
  writeFileSync(folder + target, picture.asPng())
  console.log(`${target}: ${picture.width} × ${picture.height}`)
}
