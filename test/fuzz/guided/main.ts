/** See `run.mjs`, which bundles and starts this. */
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type Random, seeded } from '../../rdf/support/random.js'
import { createFuzzer, type Fate, HANG_MILLISECONDS, type Kind, kinds } from '../mutate-inputs.js'
import { startCoverage } from './coverage.js'
import { mutate } from './mutate.js'
import { startWatchdog } from './watchdog.js'

const FOUND = 'node_modules/.fuzz/found'
/** Larger inputs say nothing that smaller ones do not, and slow everything down. */
const MOST_BYTES = 64 * 1024

interface Options {
  readonly seed: number
  readonly milliseconds: number
  /** Inputs at most. */
  readonly count: number
  /** What is made and changed. */
  readonly kinds: readonly Kind[]
  /** Message of a planted fault: the run ends well when it is found. */
  readonly expected: string | undefined
}

function readOptions(): Options | undefined {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      minutes: { type: 'string', default: '30' },
      count: { type: 'string', default: '1000000000' },
      expect: { type: 'string' },
      kinds: { type: 'string', default: kinds.join() },
    },
  })
  const [seed, minutes, count] = [values.seed, values.minutes, values.count].map(Number) as [number, number, number]
  if (!Number.isSafeInteger(seed) || !(minutes > 0) || !(count >= 1)) return undefined
  const asked = kinds.filter((kind) => values.kinds.split(',').includes(kind))
  return asked.length === 0
    ? undefined
    : { seed, milliseconds: minutes * 60_000, count, expected: values.expect, kinds: asked }
}

async function main(): Promise<number> {
  const options = readOptions()
  if (options === undefined) {
    console.error(
      'Usage: fuzz [--seed <integer>] [--minutes <number>] [--count <inputs>] [--kinds <json,png,…>] [--planted]',
    )
    return 2
  }
  mkdirSync(FOUND, { recursive: true })
  const random = seeded(options.seed)
  const fuzzer = await createFuzzer()
  const coverage = startCoverage(import.meta.url)
  const watchdog = startWatchdog(`${FOUND}/hung`, HANG_MILLISECONDS)
  const corpus = Object.fromEntries(kinds.map((kind) => [kind, fuzzer.seeds[kind].slice()])) as Record<
    Kind,
    Uint8Array[]
  >
  const known = new Set<string>()
  const table: Record<string, Partial<Record<Fate | 'corpus', number>>> = {}
  let defects = 0
  let isFound = false

  async function run(kind: Kind, input: Uint8Array): Promise<void> {
    watchdog.begin(input)
    const { fate, error } = await fuzzer.look(kind === 'png' || kind === 'pdf' ? input : asGiven(random, input))
    table[kind] ??= {}
    const row = table[kind] as Partial<Record<Fate, number>>
    row[fate] = (row[fate] ?? 0) + 1
    const news = coverage.parts().filter((part) => !known.has(part))
    for (const part of news) known.add(part)
    if (news.length > 0 && input.length <= MOST_BYTES) corpus[kind].push(input)
    if (fate === 'verified' || fate === 'refused') return
    // Without the plant nothing crashes, and what a check throws does not come out.
    if (options?.expected !== undefined && fate === 'crashed') {
      isFound = true
      return
    }
    defects += 1
    const name = `${FOUND}/${kind}-${createHash('sha256').update(input).digest('hex').slice(0, 12)}`
    writeFileSync(name, input)
    console.log(`${fate.toUpperCase()}: ${name}${error === undefined ? '' : `: ${String(error)}`}`)
  }

  const end = performance.now() + options.milliseconds
  let inputs = 0
  coverage.reset()
  for (const kind of options.kinds) for (const seed of fuzzer.seeds[kind]) await run(kind, seed)
  while (performance.now() < end && inputs < options.count && !isFound && defects < 20) {
    const kind = options.kinds[inputs % options.kinds.length] as Kind
    await run(kind, mutate(random, kind, parentOf(random, corpus[kind]), parentOf(random, corpus[kind])))
    inputs += 1
  }
  for (const kind of options.kinds) table[kind] = { ...table[kind], corpus: corpus[kind].length }
  console.table(table)
  for (const [reader, { seen, known: all }] of Object.entries(coverage.byReader())) {
    console.log(`  ${reader}: ${seen} of ${all} blocks (${((100 * seen) / Math.max(1, all)).toFixed(1)} %)`)
  }
  console.log(
    `${inputs} inputs, ${defects} defects${options.expected === undefined ? '' : isFound ? ', the planted fault was found' : ', the planted fault was not found'}`,
  )
  coverage.close()
  await watchdog.close()
  if (options.expected !== undefined) return isFound && defects === 0 ? 0 : 1
  return defects === 0 ? 0 : 1
}

/** What came last brought something new, and is taken more often. */
function parentOf(random: Random, list: readonly Uint8Array[]): Uint8Array {
  const at = random.chance(0.5) ? list.length - 1 - random.below(Math.min(20, list.length)) : random.below(list.length)
  return list[at] as Uint8Array
}

/** Text formats come as bytes and as text. */
const asGiven = (random: Random, bytes: Uint8Array): Uint8Array | string =>
  random.chance(0.5) ? bytes : new TextDecoder().decode(bytes)

main().then((code) => {
  process.exitCode = code
})
