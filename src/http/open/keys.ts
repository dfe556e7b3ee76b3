import { limits } from '../../internal/limits.js'
import { ownDidDocument, ownJwks } from '../site/issuer.js'
import { keptDocument } from '../site/kept-answers.js'
import type { Visit } from '../site/visit.js'
import { formatJson } from '../web/json-text.js'
import { NotFound } from '../web/outcome.js'
import { publicText } from '../web/respond.js'

export async function didDocument(visit: Visit): Promise<Response> {
  const listed = await visit.service.keys.list()
  const text = await keptDocument(visit, '/did.json', JSON.stringify(listed), async () => {
    const document = await ownDidDocument(visit.site, listed)
    if (document === undefined) throw new NotFound()
    return formatJson(document)
  })
  return publicText(visit.request, text, optionsOf(visit, 'application/did+json'))
}

export async function jwks(visit: Visit): Promise<Response> {
  const listed = await visit.service.keys.list()
  const text = await keptDocument(visit, '/jwks.json', JSON.stringify(listed), async () =>
    formatJson(ownJwks(visit.site, listed)),
  )
  return publicText(visit.request, text, optionsOf(visit, 'application/jwk-set+json'))
}

const optionsOf = ({ site: { surroundings } }: Visit, type: string) => ({
  type,
  maxAge: limits.keyDocumentSeconds,
  surroundings,
})
