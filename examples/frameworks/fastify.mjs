// Fastify: routes that leave request and response to the handler.
import { createNodeListener } from 'badgewright/node'
import fastify from 'fastify'
import { createBadges, PREFIX } from './site.mjs'

export async function start(port = 0) {
  const app = fastify({ forceCloseConnections: true })
  let listener
  let wellKnown
  const mount = (pick) => async (request, reply) => {
    reply.hijack()
    await pick()(request.raw, reply.raw)
  }
  await app.register(async (scope) => {
    // The bodies are the handler's to read.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
    for (const url of [PREFIX, `${PREFIX}/*`])
      scope.all(
        url,
        mount(() => listener),
      )
    scope.all(
      '/.well-known/*',
      mount(() => wellKnown),
    )
  })
  app.get('/', () => 'The LMS itself')
  await app.listen({ port, host: '127.0.0.1' })
  const origin = `http://localhost:${app.server.address().port}`
  const badges = await createBadges(origin)
  listener = createNodeListener(badges.handler, { origin })
  wellKnown = createNodeListener(badges.handler.wellKnown, { origin })
  return { origin, service: badges.service, close: () => app.close() }
}
