// `npm run test:runtimes`: the suite on the packed package, under every runtime that npm ships and in Chromium.
// The runtimes are installed in .cache/runtimes, once for each set of versions.
import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { runInChromium } from './browser.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
const project = join(here, '../..')
const cache = join(project, '.cache/runtimes')
const app = join(cache, 'app')
const npm = (args, cwd) => execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
const quiet = ['--no-audit', '--no-fund', '--loglevel=error']

function installRuntimes() {
  const [wanted, present] = [join(here, 'versions/package.json'), join(cache, 'package.json')]
  const done = join(cache, 'installed')
  mkdirSync(cache, { recursive: true })
  if (existsSync(done) && readFileSync(wanted, 'utf8') === readFileSync(done, 'utf8')) return
  copyFileSync(wanted, present)
  npm(['install', ...quiet], cache)
  copyFileSync(wanted, done)
}

function installPackage() {
  rmSync(app, { recursive: true, force: true })
  mkdirSync(app)
  writeFileSync(join(app, 'package.json'), '{ "private": true, "type": "module" }')
  const [{ filename }] = JSON.parse(npm(['pack', '--ignore-scripts', '--json', '--pack-destination', app], project))
  npm(['install', `./${filename}`, '--prefer-offline', ...quiet], app)
  for (const name of ['suite.mjs', 'main.mjs', 'jobs.mjs']) copyFileSync(join(here, name), join(app, name))
}

const bin = (name) => join(cache, 'node_modules', name)
// Deno gets no leave to use the network or to write: the core path needs neither.
const runtimes = [
  { name: 'Node 20', program: bin('node20/bin/node'), args: [] },
  { name: 'Node 22', program: bin('node22/bin/node'), args: [] },
  { name: 'Node 24', program: bin('node24/bin/node'), args: [] },
  { name: 'Bun', program: bin('.bin/bun'), args: ['run'] },
  {
    name: 'Deno',
    program: bin('.bin/deno'),
    args: ['run', '--no-prompt', '--node-modules-dir=manual', '--allow-read', '--allow-env'],
  },
]

function runIn({ name, program, args, file = 'main.mjs' }) {
  const version = spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout.trim().split('\n')[0]
  const { stdout, stderr, status } = spawnSync(program, [...args, file], {
    cwd: app,
    encoding: 'utf8',
    timeout: 120_000,
  })
  return { name, version, status: status === 0 ? 'passed' : 'failed', detail: status === 0 ? '' : `${stdout}${stderr}` }
}

function runJobs() {
  const name = 'pg-boss'
  if (!process.env.BADGEWRIGHT_TEST_POSTGRES_URL) {
    return { name, version: '', status: 'skipped', detail: 'BADGEWRIGHT_TEST_POSTGRES_URL is not set' }
  }
  return { ...runIn({ program: bin('node22/bin/node'), args: [], file: 'jobs.mjs' }), name, version: '12 on Node 22' }
}

if (!existsSync(join(project, 'dist/index.js'))) throw new Error('dist/ is not built; run `npm run build` first')
installRuntimes()
installPackage()
const rows = [...runtimes.map(runIn), await runInChromium({ app }), runJobs()]
for (const { name, version, status, detail } of rows) {
  console.log(`${status.padEnd(8)}${name.padEnd(10)}${version}${detail ? `\n${detail}` : ''}`)
}
const count = (status) => rows.filter((row) => row.status === status).length
console.log(`${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`)
// A skipped runtime is an answer on somebody's machine, but not in CI.
const bad = count('failed') + (process.env.CI ? count('skipped') : 0)
process.exitCode = bad === 0 ? 0 : 1
