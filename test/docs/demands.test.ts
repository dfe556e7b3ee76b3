import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { projectDir } from './snippets.js'

interface Demand {
  readonly id: string
  readonly sentence: string
  readonly heldBy: readonly string[]
}

/** The rows of the table in SECURITY.md. */
const demands: readonly Demand[] = [
  ...readFileSync(`${projectDir}SECURITY.md`, 'utf8').matchAll(/^\| (S\d+) +\| (.+?) +\|.*\| (.+?) +\|$/gm),
].map(([, id = '', sentence = '', files = '']) => ({
  id,
  sentence,
  heldBy: [...files.matchAll(/`(.+?)`/g)].map(([, file = '']) => file),
}))

/** Every test or group whose name begins with the number of a demand. */
const named = readdirSync(`${projectDir}test`, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.test.ts'))
  .flatMap((path) => {
    const text = readFileSync(`${projectDir}test/${path}`, 'utf8')
    return [...text.matchAll(/(?:^\s*|\()(['"`])((S\d+)\b.*?)\1(?=,)/gm)].map(([, , name = '', id = '']) => ({
      file: `test/${path}`,
      name,
      id,
    }))
  })

describe('the demands of SECURITY.md', () => {
  test('are in order, each with its sentence and its tests', () => {
    expect(demands.map(({ id }) => id)).toEqual(Array.from({ length: 17 }, (_, i) => `S${i + 1}`))
  })

  test.each(demands)('$id is held by the tests that its row names, and by no others', ({ id, heldBy }) => {
    const files = new Set(named.filter((each) => each.id === id).map(({ file }) => file))
    expect(files.size).toBeGreaterThan(0)
    expect([...files].toSorted()).toEqual(heldBy.toSorted())
  })

  test('are in full in the name of each test', () => {
    const sentences = new Map(demands.map(({ id, sentence }) => [id, sentence]))
    const unlike = named.filter(({ id, name }) => !name.startsWith(`${id} (${sentences.get(id)})`))
    expect(unlike.map(({ file, name }) => `${file}: ${name}`)).toEqual([])
  })
})
