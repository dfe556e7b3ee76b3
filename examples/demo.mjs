// The main job, from a CSV to baked badges that verify: `npm run demo`.
// It issues with the command line, as a script would, and verifies with the library.
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { verifyCredential } from 'badgewright'
import { createCards } from 'badgewright/cards'
import { createCertificate } from 'badgewright/pdf'
import { badgeView, shareBadge } from 'badgewright/share'
import { parse } from 'csv-parse/sync'

const examples = fileURLToPath(new URL('.', import.meta.url))
const out = resolve('out')
const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))

/** Exit code of `badgewright batch` when some rows were refused and all others were issued. */
const SOME_REFUSED = 1

const badgewright = (...args) =>
  new Promise((resolve, reject) => {
    execFile(process.execPath, [main, ...args], (error, stdout, stderr) => {
      if (error !== null && error.code !== SOME_REFUSED) reject(new Error(stderr, { cause: error }))
      else resolve(stdout)
    })
  })

/** What an earlier run of this program wrote into `out/` of the current folder. */
async function leftovers() {
  const files = await readdir(out).catch(() => [])
  return files.filter((file) => /^(\d{6}-\w+\.(json|pdf|png|svg)|report\.csv)$/.test(file))
}

const secrets = await mkdtemp(join(tmpdir(), 'badgewright-demo-'))
try {
  const key = join(secrets, 'key.json')
  const did = await badgewright('keygen', '--out', key)
  console.log(`Issuer: ${did.trim()} (made for this run)\n`)
  for (const file of await leftovers()) await rm(join(out, file))
  const files = ['--achievements', join(examples, 'achievements.json'), '--issuer', join(examples, 'issuer.json')]
  await badgewright('batch', join(examples, 'recipients.csv'), ...files, '--key', key, '--out', out)
} finally {
  await rm(secrets, { recursive: true })
}

const recipients = parse(await readFile(join(examples, 'recipients.csv')), { bom: true, columns: true, trim: true })
const report = parse(await readFile(join(out, 'report.csv')), { columns: true })

// One badge goes on: a certificate to print, cards for networks and screens, links to share it by.
const [first] = report.filter(({ status }) => status === 'issued')
const badge = JSON.parse(await readFile(join(out, first.json), 'utf8'))
const page = `https://badges.college.example.org/b/${first.json.replace('.json', '')}`
const view = badgeView(badge, { url: page, recipientName: recipients[first.row - 1].name })
const art = await readFile(join(examples, 'art', `${first.achievement}.svg`))
const certificate = await createCertificate(view, { art, credential: badge })
await writeFile(join(out, first.json.replace('.json', '.pdf')), certificate.bytes)
await mkdir(join(out, 'cards'), { recursive: true })
for (const card of await createCards(view, { art })) await writeFile(join(out, 'cards', card.name), card.bytes)
const links = shareBadge(view, { instance: 'mastodon.example' }).filter(({ href }) => href !== undefined)
const list = links.map(({ label, href }) => `${label}: ${href}\n`)
await writeFile(join(out, 'cards', 'share-links.txt'), list.join(''))

const outcomes = new Map()
for (const file of await readdir(out)) {
  if (/\.(json|pdf|png|svg)$/.test(file))
    outcomes.set(file, (await verifyCredential(await readFile(join(out, file)))).outcome)
}

const table = report.map(({ row, status, achievement, json, image, code }) => ({
  recipient: recipients[row - 1].name || '(no name)',
  achievement,
  row: status,
  json: outcomes.get(json) ?? code,
  image: outcomes.get(image) ?? code,
  file: image,
}))
console.table(table)

const verified = [...outcomes.values()].filter((outcome) => outcome === 'verified').length
const refused = report.filter(({ status }) => status === 'refused').length
console.log(`${verified} of ${outcomes.size} files in out/ verified; ${refused} rows refused, see out/report.csv.`)
console.log(
  `The certificate of ${view.recipientName}: out/${first.json.replace('.json', '.pdf')}; cards and ${links.length} links to share: out/cards/.`,
)
process.exitCode = verified === outcomes.size && verified > 0 ? 0 : 1
