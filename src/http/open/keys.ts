import { limits } from '../../internal/limits.js'
import { ownDidDocument, ownJwks } from '../site/issuer.js'
import type { Visit } from '../site/visit.js'
import { formatJson } from '../web/json-text.js'
import { NotFound } from '../web/outcome.js'
import { publicDocument } from '../web/respond.js'

export async function didDocument(visit: Visit): Promise<Response> {
  const document = await ownDidDocument(visit.site)
  if (document === undefined) throw new NotFound()
  return publicDocument(visit.request, formatJson(document), {
    type: 'application/did+json',
    maxAge: limits.keyDocumentSeconds,
    surroundings: visit.site.surroundings,
  })
}

export async function jwks(visit: Visit): Promise<Response> {
  return publicDocument(visit.request, formatJson(await ownJwks(visit.site)), {
    type: 'application/jwk-set+json',
    maxAge: limits.keyDocumentSeconds,
    surroundings: visit.site.surroundings,
  })
}
