// The learner's side of the demo: `badgewright serve` is started, given the badges through its API as any program would
// give them, and left to mail the offers into `outbox/` of its data folder. What it keeps there, it goes on with when it
// is started again.
import { spawn } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const PATIENCE_MS = 60_000

/**
 * Offers badges, each `{ credential, recipient, picture }`, from a data folder.
 *
 * @returns the folder's mails, by address
 */
export async function offerBadges(badges, { main, data, issuer, port }) {
  const config = join(data, 'serve.json')
  const mail = { from: { address: 'badges@example.org', name: issuer.name } }
  await writeFile(config, `${JSON.stringify({ data: '.', port, issuer, mail }, null, 2)}\n`)
  // The links are those of the server that is started later; this one needs no port of its own.
  const baseUrl = `http://localhost:${port}`
  const server = await start([main, 'serve', '--config', config, '--port', '0', '--base-url', baseUrl])
  try {
    const { apiToken } = JSON.parse(await readFile(join(data, 'secrets.json'), 'utf8'))
    for (const badge of badges) await offer(badge, `${server.origin}/api/badges`, apiToken)
    return await mailsOf(join(data, 'outbox'), badges.length)
  } finally {
    await server.stop()
  }
}

async function start(args) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise((resolve) => child.on('close', resolve))
  let said = ''
  await new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      said += chunk
      if (said.includes('Ctrl+C')) resolve()
    })
    ended.then((code) => reject(new Error(`badgewright serve ended with ${code}`)))
  })
  return {
    origin: /Listens on\s+(\S+)/.exec(said)?.[1],
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function offer({ credential, recipient, picture }, url, apiToken) {
  const { achievement, id: _, identifier: __, type: ___, ...subject } = credential.credentialSubject
  const { validFrom, validUntil, evidence } = credential
  const draft = { achievement, validFrom, validUntil, evidence, credentialSubject: subject }
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ draft, recipient, picture: picture.toString('base64') }),
  })
  if (response.status !== 201) throw new Error(`The API answered ${response.status}: ${await response.text()}`)
}

/** The mails, once all of them are written. */
async function mailsOf(folder, count) {
  const files = async () => (await readdir(folder)).filter((name) => name.endsWith('.eml'))
  for (const end = Date.now() + PATIENCE_MS; (await files()).length < count; await wait(200)) {
    if (Date.now() > end) throw new Error(`Of ${count} offers only ${(await files()).length} were mailed.`)
  }
  const mails = new Map()
  for (const name of await files()) {
    const text = (await readFile(join(folder, name), 'utf8')).replaceAll('=\r\n', '')
    const address = /^To: .*?([^\s<>]+@[^\s<>]+)>?$/m.exec(text)?.[1]
    mails.set(address, [...(mails.get(address) ?? []), { name, link: /http\S+\/claim\/clm_[\w-]{43}/.exec(text)?.[0] }])
  }
  return mails
}
