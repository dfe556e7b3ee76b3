// Signing and verifying: ours against the reference, and our canonicalising, hashing and crypto against the floor.
import { createDocumentLoader } from '../../dist/contexts.js'
import { signCredential, traceProof, verifyCredential } from '../../dist/index.js'
import { generateKeyPair, importPublicKey } from '../../dist/keys.js'
import { credentialMaker, NOW } from './credentials.mjs'
import { floor } from './floor.mjs'
import { reference } from './reference.mjs'
import { compare } from './timing.mjs'

/** Documents whose quads are made ready for the floor. That takes long, so that it has the same ones again and again. */
const READY = 300

const again = (inputs, count) => Array.from({ length: count }, (_, i) => inputs[i % inputs.length])

/** @returns milliseconds and ratios for one size of credential: small, typical or full */
export async function measureSigning(size, { seed, rounds, turn }) {
  const key = await generateKeyPair({ seed: new Uint8Array(32).fill(seed % 256) })
  const endorser = await generateKeyPair({ seed: new Uint8Array(32).fill((seed + 1) % 256) })
  const documentLoader = createDocumentLoader()
  const theirs = await reference(await key.exportSecret())
  const least = floor(await key.exportSecret('jwk'), theirs.documentLoader)
  const publicKey = await importPublicKey(key.toJSON())
  const make = await credentialMaker(size, key, endorser, seed)

  let next = 0
  const unsigned = (n) => Array.from({ length: n }, () => make(next++))
  const signed = (n) => Promise.all(unsigned(n).map((badge) => signCredential(badge, key, { now: NOW })))
  const ready = await Promise.all((await signed(READY)).map(least.prepare))
  const openProof = ({ proof: { proofValue: _, ...proof }, ...document }) => ({ document, proof })

  const contenders = {
    ours: { prepare: (_, n) => unsigned(n), run: (badge) => signCredential(badge, key) },
    // It writes into what it is given.
    reference: { prepare: (_, n) => unsigned(n).map((badge) => structuredClone(badge)), run: theirs.sign },
    floor: { prepare: (_, n) => again(ready, n), run: least.sign },
    'our part': {
      prepare: async (_, n) => (await signed(n)).map(openProof),
      run: async ({ document, proof }) =>
        key.sign({ data: (await traceProof(document, proof, { documentLoader })).signedBytes }),
    },
  }
  const toVerify = {
    ours: {
      prepare: (_, n) => signed(n),
      run: async (badge) => assert((await verifyCredential(badge, { now: NOW })).verified),
    },
    reference: {
      prepare: async (_, n) => (await signed(n)).map((badge) => structuredClone(badge)),
      run: async (badge) => assert((await theirs.verify(badge)).verified),
    },
    floor: { prepare: (_, n) => again(ready, n), run: least.verify },
    'our part': {
      prepare: async (_, n) => {
        const loader = { documentLoader }
        const badges = (await signed(n)).map(openProof)
        return Promise.all(
          badges.map(async (badge) => ({
            ...badge,
            signature: await key.sign({ data: (await traceProof(badge.document, badge.proof, loader)).signedBytes }),
          })),
        )
      },
      run: async ({ document, proof, signature }) => {
        const { signedBytes } = await traceProof(document, proof, { documentLoader })
        assert(await publicKey.verify({ data: signedBytes, signature }))
      },
    },
  }
  return {
    quads: ready[0].document.length,
    sign: report(await compare(contenders, { rounds, turn })),
    verify: report(await compare(toVerify, { rounds, turn })),
  }
}

const report = ({ clock, processor }) => ({
  milliseconds: { clock, processor },
  timesFaster: { clock: clock.reference / clock.ours, processor: processor.reference / processor.ours },
  partOverFloor: {
    clock: clock['our part'] / clock.floor,
    processor: processor['our part'] / processor.floor,
  },
})

function assert(good) {
  if (!good) throw new Error('A credential of the benchmark does not verify.')
}
