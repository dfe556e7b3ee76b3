import { describe, expect, test } from 'vitest'
import { languages } from '../../src/texts/index.js'
import config from '../../tsup.config.js'
import { readOwnSources } from '../architecture/source.js'

const sources = readOwnSources()
const entries = Object.values((config as { entry: Record<string, string> }).entry).map((path) =>
  path.replace('src/', ''),
)

/** Files that load with `start`. */
function loadedWith(start: string): string[] {
  const seen = new Set([start])
  for (const path of seen) {
    for (const { kind, file } of sources.get(path)?.imports ?? []) {
      if (kind === 'static' && file !== undefined && sources.has(file)) seen.add(file)
    }
  }
  return [...seen]
}

describe('languages are loaded when they are first needed', () => {
  const others = languages.filter((language) => language !== 'en')

  test.each(entries)(
    'src/%s loads no language but English, and of the others what synchronous functions say',
    (entry) => {
      const texts = loadedWith(entry).filter((path) => others.some((language) => path.startsWith(`texts/${language}/`)))
      expect(texts.filter((path) => !path.endsWith('/share.ts'))).toEqual([])
    },
  )

  test('each language has a loader of its own', () => {
    const lazy = sources.get('texts/load.ts')?.imports.flatMap(({ kind, file }) => (kind === 'lazy' ? [file] : []))
    expect(lazy).toEqual(languages.map((language) => `texts/${language}/index.ts`))
  })

  test.each(languages)('what synchronous functions say in %s stays small', (language) => {
    expect(sources.get(`texts/${language}/share.ts`)?.code.length).toBeLessThan(8_000)
  })
})
