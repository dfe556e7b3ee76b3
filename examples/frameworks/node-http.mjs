// node:http: the badges under a prefix, the keys at the root of the domain, everything else is the host's.
import { createServer } from 'node:http'
import { createNodeListener } from 'badgewright/node'
import { createBadges, PREFIX } from './site.mjs'

export async function start(port = 0) {
  const server = createServer()
  await new Promise((done) => server.listen(port, '127.0.0.1', done))
  const origin = `http://localhost:${server.address().port}`
  const { service, handler } = await createBadges(origin)
  const listener = createNodeListener(
    async (request) => {
      const { pathname } = new URL(request.url)
      if (pathname.startsWith('/.well-known/')) return handler.wellKnown(request)
      if (pathname === PREFIX || pathname.startsWith(`${PREFIX}/`)) return handler(request)
      return new Response('The LMS itself')
    },
    { origin },
  )
  server.on('request', listener)
  return {
    origin,
    service,
    close: () => {
      server.closeAllConnections()
      return new Promise((done) => server.close(done))
    },
  }
}
