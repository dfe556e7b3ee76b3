import { gunzipSync } from 'node:zlib'
import { NQuads } from 'rdf-canonize'
import { bakeImage, extractCredential, stripCredential } from '../../../src/container/index.js'
import { BadgeError, isBadgeError } from '../../../src/errors.js'
import { hexEncode, utf8Encode } from '../../../src/internal/bytes.js'
import { jcs } from '../../../src/internal/jcs.js'
import { isJsonObject, parseJson } from '../../../src/internal/json.js'
import { didKeyFrom } from '../../../src/keys/index.js'
import { createDocumentLoader, resolveVerificationMethod } from '../../../src/loader/index.js'
import { canonicalize } from '../../../src/rdf/index.js'
import { canonizeDataset } from '../../../src/rdf/reference/rdfc.js'
import type { JsonObject } from '../../../src/types/json.js'
import type { DocumentLoader } from '../../../src/types/loader.js'
import { readVector, readVectorJson, readVectorText } from '../../support/vectors.js'
import {
  accepted,
  acceptedIf,
  type Case,
  filesUnder,
  type Ours,
  rejected,
  type Skipped,
  type Source,
  skipped,
} from '../case.js'

/** What a refusal says, as a verdict. */
async function unlessRefused(run: () => Promise<Ours>): Promise<Ours> {
  try {
    return await run()
  } catch (error) {
    return rejected(isBadgeError(error) ? error.code : String(error))
  }
}

const JCS = 'jcs-cyberphone'

export const canonicalJson: Source = {
  name: JCS,
  cases: () =>
    filesUnder(`${JCS}/input`).map((file): Case => {
      const name = file.slice(`${JCS}/input/`.length)
      return {
        file,
        about: 'RFC 8785',
        theirs: 'accept',
        ours: () => {
          const canonical = jcs(parseJson(readVectorText(file)))
          const bytes = readVectorText(`${JCS}/outhex/${name.replace('.json', '.txt')}`).replaceAll(/\s/g, '')
          const same =
            canonical === readVectorText(`${JCS}/output/${name}`) && hexEncode(utf8Encode(canonical)) === bytes
          return acceptedIf(same, 'another canonical form')
        },
      }
    }),
}

const RDFC = 'w3c-rdf-canon'

interface Entry {
  readonly id: string
  readonly type: string
  readonly action: string
  readonly result?: string
  readonly hashAlgorithm?: string
}

/** Map tests ask for the names of blank nodes; the canonical form that each goes with has its own test. */
export const canonicalRdf: Source = {
  name: RDFC,
  cases: () =>
    readVectorJson<{ entries: Entry[] }>(`${RDFC}/manifest.jsonld`)
      .entries.filter(({ type }) => type.endsWith('EvalTest'))
      .map(
        ({ id, type, action, result, hashAlgorithm }): Case => ({
          file: `${RDFC}/${action}`,
          about: `RDFC-1.0 ${id}`,
          theirs: type.includes('Negative') ? 'reject' : 'accept',
          ours: () =>
            unlessRefused(async () => {
              const dataset = NQuads.parse(readVectorText(`${RDFC}/${action}`)) as unknown[]
              const hash = hashAlgorithm === 'SHA384' ? 'SHA-384' : 'SHA-256'
              const canonical = await canonizeDataset(dataset, { hash })
              return acceptedIf(canonical === readVectorText(`${RDFC}/${result}`), 'another canonical form')
            }),
        }),
      ),
}

/** Keys that sign no badges in any format here: P-521 among the NIST curves, and all of other kinds. */
const isOther = (name: string, did: string): boolean =>
  ['bls12381', 'secp256k1', 'x25519'].includes(name) || did.startsWith('did:key:z2J9')

interface DidKey {
  readonly verificationMethod?: JsonObject
  readonly publicKeyJwk?: JsonObject
}

export const didKeys: Source = {
  name: 'did-key',
  cases: () =>
    ['ed25519-x25519', 'nist-curves', 'rsa', 'bls12381', 'secp256k1', 'x25519'].flatMap((name) => {
      const file = `did-key/${name}.json`
      return Object.entries(readVectorJson<Record<string, DidKey>>(file)).map(
        ([did, vector]): Case => ({
          file: `${file}#${did}`,
          about: isOther(name, did) ? 'a key that signs no badge is refused' : 'the key of the DID',
          theirs: isOther(name, did) ? 'reject' : 'accept',
          ours: () => unlessRefused(() => keyOf(did, vector.publicKeyJwk ?? vector.verificationMethod ?? {})),
        }),
      )
    }),
}

/** The key that the DID itself names, against what is published beside it. */
async function keyOf(did: string, published: JsonObject): Promise<Ours> {
  const multibase = did.slice('did:key:'.length)
  const { key } = await resolveVerificationMethod(`${did}#${multibase}`, { documentLoader: createDocumentLoader() })
  const isRsa = published.kty === 'RSA'
  const jwk = (isRsa ? published : (published.publicKeyJwk ?? {})) as JsonObject
  const same = (['crv', 'x', 'y', 'n', 'e'] as const).every(
    (member) => jwk[member] === undefined || jwk[member] === (key.publicKeyJwk as unknown as JsonObject)[member],
  )
  // RSA keys have no Multikey form.
  if (isRsa) return acceptedIf(same && key.type === 'RSA', 'another key')
  return acceptedIf(same && key.publicKeyMultibase === multibase && didKeyFrom(multibase) === did, 'another key')
}

/** Pictures that were never baked hold nothing. */
const unbaked = (file: string): Case => ({
  file,
  about: 'nothing is baked into it',
  theirs: 'accept',
  ours: () =>
    unlessRefused(async () => acceptedIf((await extractCredential(readVector(file))) === null, 'something baked')),
})

/** A picture that is sound takes a badge and gives it back whole; a broken one is refused. */
const bakeable = (file: string, sound: boolean): Case => ({
  file,
  about: 'baking',
  theirs: sound ? 'accept' : 'reject',
  ours: () =>
    unlessRefused(async () => {
      const [image, badge] = [readVector(file), '{"type":["OpenBadgeCredential"]}']
      const baked = await bakeImage(image, badge)
      const same =
        (await extractCredential(baked)) === badge && hexEncode(await stripCredential(baked)) === hexEncode(image)
      return acceptedIf(same, 'another picture or badge')
    }),
})

const PNG = 'pngsuite'

export const pngSuite: Source = {
  name: PNG,
  cases: () =>
    readVectorJson<{ file: string; expected: string }[]>(`${PNG}/expected.json`).map(({ file, expected }) =>
      bakeable(`${PNG}/${file}`, expected === 'valid'),
    ),
}

export const pictures = (name: string): Source => ({
  name,
  cases: () =>
    filesUnder(name)
      .filter((file) => /\.(png|svg)$/.test(file))
      .flatMap((file) => [unbaked(file), bakeable(file, true)]),
})

const LD = 'w3c-json-ld-api'

interface JsonLdTest {
  readonly '@id': string
  readonly '@type': readonly string[]
  readonly input: string
  readonly expect?: string
  readonly option?: JsonObject
}

export const jsonLd: Source = {
  name: LD,
  cases: () => {
    const files = untar(gunzipSync(readVector(`${LD}/toRdf-and-expand.tar.gz`)))
    const text = (name: string) => files.get(`toRdf-and-expand/${name}`) ?? ''
    const manifest = JSON.parse(text('toRdf-manifest.jsonld')) as { baseIri: string; sequence: JsonLdTest[] }
    return manifest.sequence
      .filter(
        ({ expect, option, '@type': type }) =>
          option?.specVersion !== 'json-ld-1.0' &&
          option?.processingMode !== 'json-ld-1.0' &&
          (expect !== undefined || type.includes('jld:NegativeEvaluationTest')),
      )
      .map(
        (test): Case => ({
          file: `${LD}/toRdf-and-expand.tar.gz${test['@id']}`,
          about: 'JSON-LD to RDF',
          theirs: test['@type'].includes('jld:NegativeEvaluationTest') ? 'reject' : 'accept',
          ours: () => toRdf(test, text, manifest.baseIri),
        }),
      )
  },
}

/**
 * The RDF of a test, through the processing for what is signed: no base, safe mode, directions kept. What that refuses
 * is not compared; what it takes must be the RDF of the test, and what the test calls an error must be refused.
 */
async function toRdf(
  { input, expect, option }: JsonLdTest,
  text: (name: string) => string,
  base: string,
): Promise<Ours | Skipped> {
  const documentLoader: DocumentLoader = async (url) => {
    const content = url.startsWith(base) ? text(url.slice(base.length)) : ''
    if (content === '') throw new BadgeError('ERR_CONTEXT_UNAVAILABLE', 'It is not among the files of the suite.')
    return { contextUrl: null, documentUrl: url, document: JSON.parse(content) }
  }
  const positive = expect !== undefined
  if (positive && text(input).includes('"@direction"') && option?.rdfDirection !== 'i18n-datatype') {
    return skipped('unsigned JSON-LD for another rdfDirection than that of signatures')
  }
  try {
    const document = parseJson(text(input))
    if (!isJsonObject(document)) throw new BadgeError('ERR_RDF_INVALID', 'Only objects are signed.')
    const canonical = await canonicalize(document, { documentLoader })
    if (!positive) return accepted
    const dataset = NQuads.parse(text(expect)) as unknown[]
    return acceptedIf(canonical === (await canonizeDataset(dataset)), 'other RDF')
  } catch (error) {
    if (!isBadgeError(error)) throw error
    if (!positive) return rejected(error.code)
    // What would be lost, or is more than a signature covers, is refused by design; it is no signed material.
    return skipped(reasons[error.code] ?? error.code)
  }
}

/** Why a document of the suite can never be signed material. */
const reasons: Readonly<Partial<Record<string, string>>> = {
  ERR_TERM_UNDEFINED: 'unsigned JSON-LD; signing refuses it, since a term has no definition',
  ERR_RDF_INVALID: 'unsigned JSON-LD; signing refuses it, since a value would be lost',
  ERR_CONTEXT_INVALID: 'unsigned JSON-LD; signing refuses it, since a context has a part without meaning',
  ERR_CONTEXT_UNAVAILABLE: 'unsigned JSON-LD with a relative context, which a document without a base cannot have',
}

/** The files of a tar archive of text files: POSIX ustar, names below 100 characters. */
function untar(bytes: Uint8Array): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  const field = (at: number, length: number) =>
    new TextDecoder()
      .decode(bytes.subarray(at, at + length))
      .replace(/\0.*$/s, '')
      .trim()
  for (let at = 0; at + 512 <= bytes.length && bytes[at] !== 0; ) {
    const size = Number.parseInt(field(at + 124, 12), 8)
    if (field(at + 156, 1) === '0') {
      files.set(field(at, 100), new TextDecoder().decode(bytes.subarray(at + 512, at + 512 + size)))
    }
    at += 512 * (1 + Math.ceil(size / 512))
  }
  return files
}
