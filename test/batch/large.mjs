// `npm run test:batch`: a large batch through the built command, without workers and with two, from a CSV to signed JSON
// and baked 20 kB PNGs on disk. Fails when a badge is missing or when memory goes over the bound; prints rates, the
// ratio, and the share of processor time that the reading thread has. `-- --rows 100000` for the full size.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { PNG } from 'pngjs'

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '20000' },
    workers: { type: 'string', default: '0,2' },
    json: { type: 'boolean', default: false },
  },
})
const rows = Number(values.rows)
const print = (text) => {
  if (!values.json) console.log(text)
}
const MEMORY_BOUND_MB = 300
const PICTURE_BYTES = 20_000

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'badgewright-large-'))
const file = (name) => join(folder, name)

/** Noise does not compress, so its size can be chosen. */
function picture() {
  const [width, height] = [82, 80]
  const png = new PNG({ width, height, colorType: 2 })
  for (let i = 0, seed = 1; i < png.data.length; i++) {
    seed = (seed * 1103515245 + 12345) % 2 ** 31
    png.data[i] = i % 4 === 3 ? 255 : seed >> 16
  }
  return PNG.sync.write(png, { colorType: 2 })
}

async function prepare() {
  const achievement = {
    id: 'https://college.example.org/achievements/welder-1',
    name: 'Welder I',
    description: 'Joins steel plates with a clean, sound seam.',
    criteria: 'Passed the practical examination: three butt welds and three fillet welds in mild steel.',
    achievementType: 'Certificate',
    tag: ['welding', 'steel'],
  }
  writeFileSync(file('achievements.json'), JSON.stringify({ welder: achievement }))
  writeFileSync(
    file('issuer.json'),
    JSON.stringify({ name: 'Harbour Skills College', url: 'https://college.example.org' }),
  )
  const image = picture()
  if (Math.abs(image.length - PICTURE_BYTES) > 1000) throw new Error(`The picture has ${image.length} bytes.`)
  writeFileSync(file('welder.png'), image)
  const csv = createWriteStream(file('recipients.csv'))
  csv.write('email,name,achievement\n')
  for (let i = 1; i <= rows; i++) {
    if (!csv.write(`person.${i}@example.org,Person Number ${i},welder\n`)) await once(csv, 'drain')
  }
  csv.end()
  await once(csv, 'close')
  await run(['keygen', '--out', file('key.json')])
}

/** Runs the command and watches its memory and the processor time of its threads (both on Linux only). */
function run(args) {
  const started = performance.now()
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
  let errors = ''
  child.stderr.on('data', (chunk) => {
    errors = (errors + chunk).slice(-10_000)
  })
  const seen = { peak: 0, memory: [], reading: 0, all: 0 }
  const watch = setInterval(() => sample(child.pid, seen), 100)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      clearInterval(watch)
      if (code === 0) resolve({ ...seen, seconds: (performance.now() - started) / 1000 })
      else reject(new Error(`badgewright ${args.join(' ')} ended with ${code}\n${errors}`))
    })
  })
}

function sample(pid, seen) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const megabytes = (name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024
    seen.memory.push(megabytes('VmRSS'))
    seen.peak = Math.max(seen.peak, megabytes('VmHWM'))
    const ticks = (path) => {
      const fields = readFileSync(path, 'utf8').split(') ')[1]?.split(' ') ?? []
      return Number(fields[11]) + Number(fields[12])
    }
    seen.reading = ticks(`/proc/${pid}/task/${pid}/stat`)
    seen.all = ticks(`/proc/${pid}/stat`)
  } catch {
    // The process has ended, or this is no Linux: what was seen before stays.
  }
}

/** What was written before is on the disk, and no later run waits for it. */
const settle = () => spawnSync('sync')

async function measure(workers) {
  settle()
  const out = file(`out-${workers}`)
  const files = [
    '--achievements',
    file('achievements.json'),
    '--issuer',
    file('issuer.json'),
    '--key',
    file('key.json'),
  ]
  const result = await run(['batch', file('recipients.csv'), ...files, '--out', out, '--workers', workers])
  const written = readdirSync(out).filter((name) => /\.(json|png)$/.test(name)).length
  const report = readFileSync(join(out, 'report.csv'), 'utf8').split('\r\n').length - 2
  // Stays until all are done: file systems take their time to use again what was just deleted.
  return { workers, ...result, complete: written === 2 * rows && report === rows }
}

if (!existsSync(main)) throw new Error('dist/ is not built; run `npm run build` first')
try {
  await prepare()
  print(`${rows} rows with PNGs of 20 kB; Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}`)
  const results = []
  for (const workers of values.workers.split(',')) {
    const result = await measure(workers)
    results.push(result)
    const { seconds, peak, memory, reading, all, complete } = result
    const share = all === 0 ? 'unknown' : `${Math.round((100 * reading) / all)} %`
    const at = (part) => Math.round(memory[Math.floor((memory.length - 1) * part)] ?? 0)
    print(
      `${workers} workers: ${seconds.toFixed(1)} s, ${Math.round(rows / seconds)} rows a second, reading thread ${share} of ${(all / 100).toFixed(1)} s processor time`,
    )
    print(
      `  memory ${at(0.1)} MB after a tenth, ${at(0.5)} at half, ${at(0.95)} near the end, at most ${Math.round(peak)} MB`,
    )
    if (!complete) throw new Error('Badges or lines of the report are missing.')
    if (existsSync('/proc/self/status') && peak === 0) throw new Error('Memory was not measured.')
    if (peak > MEMORY_BOUND_MB) throw new Error(`Memory went over ${MEMORY_BOUND_MB} MB.`)
  }
  const [first, ...others] = results
  for (const { workers, seconds } of others) {
    print(`${workers} workers are ${((first?.seconds ?? 0) / seconds).toFixed(2)} times as fast as ${first?.workers}`)
  }
  if (values.json) {
    const figures = results.map(({ workers, seconds, peak, reading, all }) => ({
      workers: Number(workers),
      rowsASecond: rows / seconds,
      timesTheFirst: (first?.seconds ?? 0) / seconds,
      peakMegabytes: peak,
      shareOfReadingThread: all === 0 ? null : reading / all,
    }))
    console.log(JSON.stringify(figures))
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
