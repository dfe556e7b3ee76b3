import dcc from '@digitalcredentials/dcc-context'
import type { JsonObject } from '../../src/types/json.js'
import { readVectorJson } from './vectors.js'

const json = (path: string) => readVectorJson<JsonObject>(path)

/** Contexts that the signed vectors use beside the bundled ones. */
export const vectorContexts = (): Record<string, JsonObject> => ({
  'https://www.w3.org/ns/credentials/examples/v2': json('w3c-vc-data-model/contexts/credentials/examples/v2'),
  'https://w3id.org/dcc/v1': dcc.CONTEXT_V1,
  'https://w3id.org/citizenship/v4rc1': json('w3c-vc-di-eddsa/contexts/citizenship-v4rc1.jsonld'),
  'https://purl.imsglobal.org/spec/clr/v2p0/context.json': json('1edtech-validator/contexts/clr-v2p0.json'),
  'https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json': json('1edtech-validator/contexts/clr-v2p0-2.0.1.json'),
})
