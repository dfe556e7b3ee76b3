// For the suites of the W3C: what the server of this folder offers, in the form in which they read it. Point APP_ROOT_PATH
// at this folder. Ids and tokens are those that the first start has made.
const { readFileSync } = require('node:fs')
const { join } = require('node:path')

const base = process.env.BASE_URL ?? 'https://localhost:40443'
const data = process.env.DATA ?? join(__dirname, 'data')

const read = (...path) => JSON.parse(readFileSync(join(data, ...path), 'utf8'))

/** An endpoint of the default issuer (`undefined`) or of a named one. */
function endpoint(name, path, more) {
  const folder = name === undefined ? [] : ['issuers', name]
  const at = name === undefined ? base : `${base}/issuers/${name}`
  return {
    id: read(...folder, 'key.json').controller,
    endpoint: `${at}${path}`,
    headers: { Authorization: `Bearer ${read(...folder, 'secrets.json').apiToken}` },
    supports: { vc: ['1.1', '2.0'] },
    ...more,
  }
}

const issuer = (name, tags, more = {}) => endpoint(name, '/credentials/issue', { tags, ...more })
const verifier = (tags, more = {}) => endpoint(undefined, '/credentials/verify', { tags, ...more })
const keys = (...types) => ({ supportedEcdsaKeyTypes: types, supports: { vc: ['1.1', '2.0'], keyTypes: types } })

/** Of the suites that take one issuer with several types of keys, each issuer is one implementation. */
const curve = (type, rdfc, jcs) => ({
  name: `badgewright ${type}`,
  implementation: 'badgewright',
  issuers: [issuer(rdfc, ['ecdsa-rdfc-2019'], keys(type)), issuer(jcs, ['ecdsa-jcs-2019'], keys(type))],
  verifiers: [
    verifier(['ecdsa-rdfc-2019'], keys('P-256', 'P-384')),
    verifier(['ecdsa-jcs-2019'], keys('P-256', 'P-384')),
  ],
})

const main = {
  name: 'badgewright',
  implementation: 'badgewright',
  'jose-cose': { features: { credential_jose: true, presentation_jose: true } },
  issuers: [
    issuer(undefined, ['vc2.0', 'vc-api', 'vc1.1']),
    issuer('eddsa-rdfc', ['eddsa-rdfc-2022']),
    issuer('eddsa-jcs', ['eddsa-jcs-2022']),
    issuer('status', ['BitstringStatusList', 'Revocation']),
    issuer('jwt', ['EnvelopingProof']),
    issuer('ecdsa-sd', ['ecdsa-sd-2023'], keys('P-256')),
  ],
  verifiers: [
    verifier([
      'vc2.0',
      'vc-api',
      'vc1.1',
      'eddsa-rdfc-2022',
      'eddsa-jcs-2022',
      'BitstringStatusList',
      'EnvelopingProof',
    ]),
    verifier(['ecdsa-sd-2023'], keys('P-256')),
  ],
  vpVerifiers: [endpoint(undefined, '/presentations/verify', { tags: ['vc2.0', 'EnvelopingProof'] })],
  vcHolders: [endpoint('ecdsa-sd', '/credentials/derive', { tags: ['vcHolder'] })],
}

const implementations =
  process.env.SUITE === 'ecdsa'
    ? [main, curve('P-256', 'ecdsa-rdfc-256', 'ecdsa-jcs-256'), curve('P-384', 'ecdsa-rdfc-384', 'ecdsa-jcs-384')]
    : [main]

module.exports = { settings: { enableInteropTests: false, testAllImplementations: false }, implementations }
