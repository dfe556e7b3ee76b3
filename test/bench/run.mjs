// `npm run bench`: the library against the reference and against what has to be computed at least; see README.md.
import { existsSync } from 'node:fs'
import { cpus } from 'node:os'
import process from 'node:process'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'signing,start,sizes,bake,growth' },
    sizes: { type: 'string', default: 'small,typical,full' },
    seed: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '7' },
    turn: { type: 'string', default: '1000' },
    rows: { type: 'string', default: '0' },
    against: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
if (!existsSync(new URL('../../dist/index.js', import.meta.url))) {
  throw new Error('dist/ is not built; run `npm run build` first')
}
const [seed, rounds, turn, rows] = [values.seed, values.rounds, values.turn, values.rows].map(Number)
if (rounds < 5) throw new Error('A median needs at least five rounds.')
const wanted = new Set(values.only.split(','))
const print = (...args) => {
  if (!values.json) console.log(...args)
}
const round = (value, digits = 2) => Number(value.toFixed(digits))
const machine = `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim()}, ${process.platform} ${process.arch}`
const result = { machine, seed, rounds, turn }
print(`${machine}; seed ${seed}, ${rounds} rounds, turns of ${turn} ms`)

if (wanted.has('bake')) {
  const { measureBaking } = await import('./bake.mjs')
  const { generateKeyPair, issueBadge } = await import('../../dist/index.js')
  const draft = {
    issuer: { name: 'Acme' },
    achievement: { name: 'Welder I', description: 'Welds.', criteria: 'Weld a seam.' },
    recipient: { email: 'kim@example.org' },
  }
  result.bake = await measureBaking(await issueBadge(draft, await generateKeyPair()), { seed, rounds })
  const { bytes, milliseconds, timesACopy } = result.bake
  print(
    `\nBaking a PNG of ${round(bytes / 1e6, 1)} MB: ${round(milliseconds.ours)} ms, ${round(timesACopy)} times a copy`,
  )
}

if (wanted.has('signing')) {
  const { measureSigning } = await import('./signing.mjs')
  result.signing = {}
  const table = {}
  for (const size of values.sizes.split(',')) {
    const measured = await measureSigning(size, { seed, rounds, turn })
    result.signing[size] = measured
    for (const task of ['sign', 'verify']) {
      const { milliseconds, timesFaster, partOverFloor } = measured[task]
      table[`${task} ${size} (${measured.quads} quads)`] = {
        'ours, a second': Math.round(1000 / milliseconds.processor.ours),
        'reference, a second': Math.round(1000 / milliseconds.processor.reference),
        'times the reference': round(timesFaster.processor, 1),
        'by the clock': round(timesFaster.clock, 1),
        'floor, ms': round(milliseconds.processor.floor, 3),
        'part over floor': round(partOverFloor.processor),
      }
    }
  }
  print('\nSigning and verifying through signCredential and verifyCredential, by processor time')
  if (!values.json) console.table(table)
}

if (wanted.has('start')) {
  const { measureStart } = await import('./start.mjs')
  const { credentialMaker } = await import('./credentials.mjs')
  const { generateKeyPair } = await import('../../dist/index.js')
  const key = await generateKeyPair({ seed: new Uint8Array(32).fill(seed % 256) })
  const badge = (await credentialMaker('typical', key, undefined, seed))(0)
  result.start = await measureStart(badge, await key.exportSecret(), Math.max(rounds, 7))
  print('\nStart-up, in processes of their own')
  const row = ({ milliseconds, ratio }) => ({
    'ours, ms': round(milliseconds.ours, 1),
    'reference, ms': round(milliseconds.reference, 1),
    ratio: round(ratio),
  })
  if (!values.json)
    console.table({ import: row(result.start.import), 'start to first badge': row(result.start.firstBadge) })
}

for (const part of ['turns', 'cold']) {
  if (!wanted.has(part)) continue
  const { cold, steady } = await import('./turns.mjs')
  const sizes = values.sizes.split(',')
  result[part] = {}
  const table = {}
  for (const size of sizes) {
    for (const task of ['sign', 'verify']) {
      const measured = await { turns: steady, cold }[part](task, { size, seed, rounds, turn, against: values.against })
      result[part][`${task} ${size}`] = measured
      const { milliseconds, timesTheReference: times, timesTheOther } = measured
      table[`${task} ${size}`] = {
        'ours, µs': round(milliseconds.ours.main * 1000, 0),
        'reference, µs': round(milliseconds.reference.main * 1000, 0),
        'times the reference': round(times.main, 1),
        'with all threads': round(times.processor, 1),
        'by the clock': round(times.clock, 1),
        ...(timesTheOther && { 'times the other build': round(timesTheOther.main) }),
      }
    }
  }
  const which = part === 'turns' ? 'Processes that have run for a while' : 'The badges 11 to 100 of new processes'
  print(`\n${which}, in turns; by processor time of the main thread`)
  if (!values.json) console.table(table)
}

if (wanted.has('growth')) {
  const { measureGrowth } = await import('./growth.mjs')
  result.growth = await measureGrowth({ seed, rounds: 5 })
  print('\nOne badge with many results')
  const table = result.growth.map(({ results, milliseconds, microsecondsPerResult: each }) => ({
    results,
    'sign, ms': round(milliseconds.sign),
    'verify, ms': round(milliseconds.verify),
    'sign, µs each': round(each.sign, 1),
    'verify, µs each': round(each.verify, 1),
  }))
  if (!values.json) console.table(table)
}

if (wanted.has('sizes')) {
  const { measureSizes } = await import('./sizes.mjs')
  result.sizes = await measureSizes()
  print('\nBundles, minified and gzipped, bytes')
  if (!values.json) console.table(result.sizes)
}

if (wanted.has('service')) {
  const { measureService } = await import('./service.mjs')
  result.service = await measureService({ rounds, against: values.against })
  print('\nA row of a batch of the service, milliseconds of processor time of this process')
  const table = Object.fromEntries(
    Object.entries(result.service).map(([kind, times]) => [
      kind,
      {
        ...Object.fromEntries(Object.entries(times).map(([name, time]) => [name, round(time, 3)])),
        'times one by one': round(times['one by one'] / times.batch, 2),
        ...(times.against && { 'times the other build': round(times.against / times.batch, 2) }),
      },
    ]),
  )
  if (!values.json) console.table(table)
}

if (wanted.has('http')) {
  const { measureHttp } = await import('./http.mjs')
  result.http = await measureHttp({ seed, rounds, turn })
  print('\nA request over HTTP, milliseconds of processor time of the process that answers')
  const table = Object.fromEntries(
    Object.entries(result.http).map(([task, { milliseconds, times }]) => [
      task,
      {
        ours: round(milliseconds.processor.ours, 3),
        [task === 'page' ? 'Express hello' : 'Express and the reference']: round(milliseconds.processor.other, 3),
        'the other, times ours': round(times.processor),
        'by the clock': round(times.clock),
      },
    ]),
  )
  if (!values.json) console.table(table)
}

if (rows > 0) {
  const { measureBatch } = await import('./batch.mjs')
  result.batch = await measureBatch(rows)
  print(`\nA batch of ${rows} rows`)
  if (!values.json) console.table(result.batch)
}

if (values.json) console.log(JSON.stringify(result, null, 2))
