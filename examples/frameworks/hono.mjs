// Hono: its requests are what the handler takes. Here on node:http; on an edge runtime `app.fetch` is all.
import { createServer } from 'node:http'
import { createNodeListener } from 'badgewright/node'
import { Hono } from 'hono'
import { createBadges, PREFIX } from './site.mjs'

export async function start(port = 0) {
  const app = new Hono()
  const server = createServer()
  await new Promise((done) => server.listen(port, '127.0.0.1', done))
  const origin = `http://localhost:${server.address().port}`
  const { service, handler } = await createBadges(origin)
  app.all(PREFIX, (context) => handler(context.req.raw))
  app.all(`${PREFIX}/*`, (context) => handler(context.req.raw))
  app.get('/.well-known/*', (context) => handler.wellKnown(context.req.raw))
  app.get('/', (context) => context.text('The LMS itself'))
  server.on(
    'request',
    createNodeListener(async (request) => app.fetch(request), { origin }),
  )
  return {
    origin,
    service,
    close: () => {
      server.closeAllConnections()
      return new Promise((done) => server.close(done))
    },
  }
}
