// Express: mounted with `app.use`, before any body parser.
import { createNodeListener } from 'badgewright/node'
import express from 'express'
import { createBadges, PREFIX } from './site.mjs'

export async function start(port = 0) {
  const app = express()
  const server = await new Promise((done) => {
    const listening = app.listen(port, '127.0.0.1', () => done(listening))
  })
  const origin = `http://localhost:${server.address().port}`
  const { service, handler } = await createBadges(origin)
  app.use(PREFIX, createNodeListener(handler, { origin }))
  app.use('/.well-known', createNodeListener(handler.wellKnown, { origin }))
  app.get('/', (_request, response) => response.send('The LMS itself'))
  return {
    origin,
    service,
    close: () => {
      server.closeAllConnections()
      return new Promise((done) => server.close(done))
    },
  }
}
