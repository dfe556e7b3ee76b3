// The main job, from a CSV to baked badges that verify, and to offers that learners can claim: `npm run demo`.
// It issues with the command line, as a script would, and verifies with the library.
import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { verifyCredential } from 'badgewright'
import { createCards } from 'badgewright/cards'
import { createCertificate } from 'badgewright/pdf'
import { badgeView, shareBadge } from 'badgewright/share'
import { parse } from 'csv-parse/sync'
import { offerBadges } from './demo/offers.mjs'

const { values } = parseArgs({ options: { port: { type: 'string', default: '8080' } } })
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

/** What earlier runs of this program wrote into `out/` of the current folder: badges, and what the server keeps. */
async function leftovers() {
  const files = await readdir(out).catch(() => [])
  return files.filter((file) =>
    /^(\d{6}-\w+\.(json|pdf|png|svg)|report\.csv|outbox|(key|secrets|serve)\.json|badges\.db.*)$/.test(file),
  )
}

for (const file of await leftovers()) await rm(join(out, file), { recursive: true })
await mkdir(out, { recursive: true })
// `badgewright serve` takes its key from here too.
const key = join(out, 'key.json')
const did = await badgewright('keygen', '--out', key)
console.log(`Issuer: ${did.trim()} (made for this run)\n`)
const course = ['--achievements', join(examples, 'achievements.json'), '--issuer', join(examples, 'issuer.json')]
await badgewright('batch', join(examples, 'recipients.csv'), ...course, '--key', key, '--out', out)

const recipients = parse(await readFile(join(examples, 'recipients.csv')), { bom: true, columns: true, trim: true })
const report = parse(await readFile(join(out, 'report.csv')), { columns: true })

// One badge goes on: a certificate to print, cards for networks and screens, links to share it by.
const [first] = report.filter(({ status }) => status === 'issued')
const badge = JSON.parse(await readFile(join(out, first.json), 'utf8'))
const page = `https://badges.college.example.org/b/${first.json.replace('.json', '')}`
const view = badgeView(badge, { url: page, recipientName: recipients[first.row - 1].name })
const art = await readFile(join(examples, 'art', `${first.achievement}.svg`))
const colour = '#0b5c7a'
const brand = (name) => readFile(join(examples, 'brand', `${name}.svg`))
const certificate = await createCertificate(view, {
  art,
  credential: badge,
  logo: await brand('logo'),
  colour,
  signatures: [
    { name: 'Dr. Hanna Vogt', role: 'Head of the college', image: await brand('signature-head') },
    { name: 'Tomas Reed', role: 'Teacher', image: await brand('signature-teacher') },
  ],
})
await writeFile(join(out, first.json.replace('.json', '.pdf')), certificate.bytes)
await mkdir(join(out, 'cards'), { recursive: true })
for (const card of await createCards(view, { art, colour })) await writeFile(join(out, 'cards', card.name), card.bytes)
const links = shareBadge(view, { instance: 'mastodon.example' }).filter(({ href }) => href !== undefined)
const list = links.map(({ label, href }) => `${label}: ${href}\n`)
await writeFile(join(out, 'cards', 'share-links.txt'), list.join(''))

const outcomes = new Map()
for (const file of await readdir(out)) {
  if (/^\d{6}-.*\.(json|pdf|png|svg)$/.test(file))
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
// Everybody with an address is offered their badge.
const offered = report.filter(({ row, status }) => status === 'issued' && recipients[row - 1].email !== '')
const badges = offered.map(async ({ row, achievement, json }) => ({
  credential: JSON.parse(await readFile(join(out, json), 'utf8')),
  recipient: { email: recipients[row - 1].email, name: recipients[row - 1].name },
  picture: await readFile(join(examples, 'art', `${achievement}.png`)),
}))
const issuer = JSON.parse(await readFile(join(examples, 'issuer.json'), 'utf8'))
const mails = await offerBadges(await Promise.all(badges), { main, data: out, issuer, port: Number(values.port) })
const [mail] = mails.get(recipients[first.row - 1].email)
console.log(`
${offered.length} badges are offered to their learners: the mails are out/outbox/*.eml. To claim that of ${view.recipientName}, run

  node ${relative('', main)} serve --config out/serve.json

and open

  ${mail.link}
`)
process.exitCode = verified === outcomes.size && verified > 0 ? 0 : 1
