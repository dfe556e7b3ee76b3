// A server of `http.mjs`, in a process of its own so that its processor time is its alone: ours, the reference behind
// Express, or Express that says hello. The parent asks for `cpu`; what is sent back are microseconds.
import { createServer } from 'node:http'
import process from 'node:process'
import { generateKeyPair } from '../../dist/keys.js'

const TOKEN = 'a-token-of-the-benchmark-0123456789'

const servers = {
  async ours({ seed }) {
    const { createHandler, hashApiToken } = await import('../../dist/http.js')
    const { createNodeListener } = await import('../../dist/node.js')
    const { createBadgeService } = await import('../../dist/service.js')
    const { memoryStorage } = await import('../../dist/storage/memory.js')
    const signer = await keyOf(seed)
    const baseUrl = 'https://badges.example'
    let link = ''
    const mail = {
      async send({ text }) {
        link ||= /\/claim\/(clm_[\w-]+)/.exec(text)?.[1] ?? ''
        return { outcome: 'sent' }
      },
    }
    const mailSettings = { from: { address: 'badges@acme.example' } }
    const service = createBadgeService({ signer, storage: memoryStorage(), baseUrl, mail, mailSettings })
    const draft = {
      issuer: { name: 'Harbour Skills College' },
      achievement: { name: 'Welder I', description: 'Joins steel plates.', criteria: 'Weld a seam.' },
    }
    const { id: badgeId } = await service.issue({ draft, recipient: { email: 'kim@example.org', name: 'Kim' } })
    await service.mail.deliver()
    const { person } = await service.claims.claim({ token: link })
    await service.sharing.setVisibility({ badgeId, personId: person.id, visibility: 'public' })
    const handler = createHandler(service, {
      apiTokenHashes: [hashApiToken(TOKEN)],
      onError: (error) => console.error(error),
    })
    return { listener: createNodeListener(handler, { origin: baseUrl }), page: `/b/${badgeId}` }
  },
  async reference({ seed }) {
    const { default: express } = await import('express')
    const { reference } = await import('./reference.mjs')
    const { sign, verify } = await reference(await (await keyOf(seed)).exportSecret())
    const app = express()
    app.use(express.json({ limit: '1mb' }))
    app.post('/credentials/issue', async ({ body: { credential } }, response) => {
      response.status(201).json({ verifiableCredential: await sign(credential) })
    })
    app.post('/credentials/verify', async ({ body: { verifiableCredential } }, response) => {
      const { verified } = await verify(verifiableCredential)
      response.status(verified ? 200 : 400).json({ verified })
    })
    return { listener: app }
  },
  async hello() {
    const { default: express } = await import('express')
    const app = express()
    app.get('/', (_request, response) => {
      response.send('Hello')
    })
    return { listener: app, page: '/' }
  },
}

const keyOf = (seed) => generateKeyPair({ seed: new Uint8Array(32).fill(seed % 256) })

if (process.send !== undefined) {
  const [name, seed] = process.argv.slice(2)
  const { listener, page } = await servers[name]({ seed: Number(seed) })
  const server = createServer({ keepAliveTimeout: 120_000 }, listener)
  process.on('message', (asked) => {
    if (asked !== 'cpu') process.exit(0)
    globalThis.gc?.()
    const { user, system } = process.cpuUsage()
    process.send({ cpu: user + system })
  })
  server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port, page, token: TOKEN }))
}
