// The core path on the built package, as plain JavaScript that every runtime takes: no test library, no Node, no network.
import {
  bakeImage,
  extractCredential,
  generateKeyPair,
  importKeyPair,
  isBadgeError,
  issueBadge,
  stripCredential,
  verifyCredential,
} from 'badgewright'

const draft = {
  issuer: { name: 'Acme' },
  achievement: { name: 'Welder I', description: 'Welds steel.', criteria: 'Passed the welding exam.' },
  recipient: { name: 'Kim Ñandú 金', email: 'kim@example.org' },
}

const decodeBase64 = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0))

const pictures = {
  png: decodeBase64('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg=='),
  svg: new TextEncoder().encode(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4"/></svg>',
  ),
}

/** Throws unless the two have the same JSON: enough for verdicts, codes and texts. */
function equal(actual, expected) {
  const [left, right] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (left !== right) throw new Error(`expected ${right}, got ${left}`)
}

const statusOf = (result, id) => result.checks.find((check) => check.id === id)?.status

const issue = async (suite) => issueBadge(draft, await generateKeyPair(), { suite })

const suites = ['eddsa-rdfc-2022', 'Ed25519Signature2020']

const cases = [
  ...suites.map((suite) => ({
    name: `${suite}: an issued badge verifies`,
    async run() {
      const result = await verifyCredential(await issue(suite))
      equal(result.problems, [])
      equal([result.outcome, result.verified, result.trusted], ['verified', true, false])
    },
  })),
  ...suites.map((suite) => ({
    name: `${suite}: a changed badge fails at the signature`,
    async run() {
      const badge = structuredClone(await issue(suite))
      badge.credentialSubject.achievement.name = 'Welder IX'
      const result = await verifyCredential(badge)
      equal([result.outcome, result.verified], ['failed', false])
      equal(statusOf(result, 'proof.signature'), 'failed')
    },
  })),
  ...['Ed25519', 'P-256', 'P-384', 'RSA'].map((type) => ({
    name: `${type}: a key written as PEM is read back`,
    async run() {
      const key = await generateKeyPair({ type })
      const pem = await key.exportSecret('pem')
      const again = await importKeyPair(pem)
      equal([again.did, await again.exportSecret('pem')], [key.did, pem])
    },
  })),
  ...Object.entries(pictures).map(([format, picture]) => ({
    name: `${format}: baked, read back, verified, stripped`,
    async run() {
      const badge = await issue('eddsa-rdfc-2022')
      const image = await bakeImage(picture, badge)
      equal(JSON.parse(await extractCredential(image)), badge)
      const result = await verifyCredential(image)
      equal([result.outcome, result.source], ['verified', format])
      equal(Array.from(await stripCredential(image)), Array.from(picture))
    },
  })),
  {
    name: 'json text: a badge that has expired fails for that alone',
    async run() {
      const now = new Date('2026-03-01T00:00:00Z')
      const expiring = { ...draft, validFrom: '2026-01-01T00:00:00Z', validUntil: '2026-02-01T00:00:00Z' }
      const badge = await issueBadge(expiring, await generateKeyPair(), { now: new Date('2026-01-01T00:00:00Z') })
      const result = await verifyCredential(JSON.stringify(badge), { now })
      equal([result.outcome, result.source], ['failed', 'json'])
      equal([statusOf(result, 'proof.signature'), statusOf(result, 'validity.until')], ['passed', 'failed'])
    },
  },
  {
    name: 'a damaged picture is an error with a code',
    async run() {
      const code = await extractCredential(pictures.png.subarray(0, 40)).then(
        () => 'none',
        (error) => (isBadgeError(error) ? error.code : String(error)),
      )
      equal(code, 'ERR_IMAGE_CORRUPT')
    },
  },
]

function explain(error) {
  const text = String(error?.stack ?? error)
  return error?.cause === undefined ? text : `${text}\ncaused by ${explain(error.cause)}`
}

/** Runs every case; the result is plain data, so that a browser can hand it over. */
export async function runSuite() {
  const results = []
  for (const { name, run } of cases) {
    results.push(
      await run().then(
        () => ({ name, passed: true }),
        (error) => ({ name, passed: false, detail: explain(error) }),
      ),
    )
  }
  return results
}
