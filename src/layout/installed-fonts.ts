import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { FontPackage } from './font-packages.js'

/** The bytes of a font of an installed package, or `undefined` when the package is not there. */
export async function readInstalledFont(row: FontPackage, isBold: boolean): Promise<Uint8Array | undefined> {
  const folder = packageFolder(row.package)
  if (folder === undefined) return undefined
  const style = isBold && row.bold !== undefined ? row.bold : '400Regular'
  return readFile(join(folder, style, `${row.stem}_${style}.ttf`))
}

function packageFolder(name: string): string | undefined {
  // Where badgewright is installed, then where the program runs: package managers differ in which of them sees peers.
  for (const from of [import.meta.url, join(process.cwd(), 'package.json')]) {
    try {
      return dirname(createRequire(from).resolve(`${name}/package.json`))
    } catch {}
  }
  return undefined
}
