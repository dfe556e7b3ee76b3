import { credentialKinds } from '../../../src/badge/kinds/index.js'
import { checkDataModel } from '../../../src/credential/index.js'
import { asArray, isJsonObject } from '../../../src/internal/json.js'
import type { JsonObject, JsonValue } from '../../../src/types/json.js'
import { verifyCredential, verifyPresentation } from '../../../src/verify/index.js'
import { readVectorJson, readVectorText } from '../../support/vectors.js'
import {
  accepted,
  type Case,
  filesUnder,
  now,
  type Ours,
  oursOn,
  rejected,
  type Source,
  type Verdict,
} from '../case.js'

type Profile = 'ob3' | 'vcdm2' | 'vcdm'

function modelOf(document: unknown, profile: Profile): Ours {
  const { valid, problems } = checkDataModel(document, { profile })
  return valid ? accepted : rejected(...problems.map(({ check }) => check))
}

const model = (file: string, theirs: Verdict, profile: Profile): Case => ({
  file,
  about: 'the data model',
  theirs,
  ours: () => modelOf(readVectorJson(file), profile),
})

interface ByName {
  readonly file: string
  readonly expectedByName: 'accept' | 'reject' | 'reject-or-inject'
}

const V2 = 'w3c-vc-data-model-2.0-test-suite'

export const vcdm2Suite: Source = {
  name: V2,
  cases: () =>
    readVectorJson<ByName[]>(`${V2}/expected.json`).map(({ file, expectedByName }) =>
      model(`${V2}/${file}`, expectedByName === 'accept' ? 'accept' : 'reject', 'vcdm2'),
    ),
}

const V1 = 'w3c-vc-test-suite-v1'

export const vcdm1Suite: Source = {
  name: V1,
  cases: () =>
    readVectorJson<ByName[]>(`${V1}/expected.json`).map(({ file, expectedByName }): Case => {
      const path = `${V1}/${file}`
      const theirs = expectedByName === 'accept' ? 'accept' : 'reject'
      if (file.endsWith('.jwt')) {
        const ours = async () => oursOn('model.context', await verifyCredential(readVectorText(path), { now }))
        return { file: path, about: 'model.context', theirs, ours }
      }
      const document = readVectorJson<JsonObject>(path)
      if (isPresentation(document, file)) return presentation(path, theirs)
      return /proof/.test(file) && theirs === 'reject' ? present(path) : model(path, theirs, 'vcdm')
    }),
}

const isPresentation = ({ type }: JsonObject, file: string): boolean =>
  asArray(type).includes('VerifiablePresentation') || /example-(8|017)/.test(file)

/** A presentation and the credentials in it, without what its examples have no signatures for. */
const presentation = (file: string, theirs: Verdict): Case => ({
  file,
  about: 'the data model of presentations',
  theirs,
  ours: async () => {
    const document = readVectorJson<JsonObject>(file)
    const { checks } = await verifyPresentation(document, { now, accept: credentialKinds, profile: 'vcdm' })
    // Those for JWTs are secured from without.
    const asked = /jwt/.test(file) ? /^presentation\.model$/ : /^(presentation\.model|proof\.)/
    const own = checks.filter(({ id, status }) => asked.test(id) && status === 'failed')
    const against = own.flatMap(({ id, problems }) => [id, ...problems.map(({ code }) => code)])
    const inside = asArray<JsonValue>(document.verifiableCredential ?? []).filter(isJsonObject)
    const within = inside.flatMap((credential) => modelOf(credential, 'vcdm').against)
    const all = [...against, ...within]
    return all.length === 0 ? accepted : rejected(...all)
  },
})

/** A credential that is refused for its proof. */
const present = (file: string): Case => ({
  file,
  about: 'proof.present',
  theirs: 'reject',
  ours: async () => {
    const result = await verifyCredential(readVectorText(file), { now, accept: credentialKinds, profile: 'vcdm' })
    const [first] = result.checks.filter(({ id, status }) => /^(proof|model)\./.test(id) && status === 'failed')
    return first === undefined ? accepted : rejected(first.id, ...first.problems.map(({ code }) => code))
  },
})

const DM = 'w3c-vc-data-model/schema'

/** The examples of data model 1.1 that its JSON Schema comes with. */
export const dataModel1: Source = {
  name: 'w3c-vc-data-model',
  cases: () => [
    ...filesUnder(`${DM}/verifiable-credential`)
      .filter((file) => /example/.test(file))
      .map((file) => model(file, 'accept', 'vcdm')),
    ...filesUnder(`${DM}/verifiable-presentation`)
      .filter((file) => /example/.test(file))
      .map((file) => presentation(file, 'accept')),
  ],
}

interface LearnCard {
  readonly file: string | null
  readonly spec: string
  readonly validity?: 'valid' | 'invalid'
}

export const learncard: Source = {
  name: 'learncard',
  cases: () =>
    readVectorJson<LearnCard[]>('learncard/manifest.json').flatMap(({ file, spec, validity }) =>
      file === null || validity === undefined
        ? []
        : [model(`learncard/${file}`, validity === 'valid' ? 'accept' : 'reject', spec === 'obv3' ? 'ob3' : 'vcdm')],
    ),
}

export const bitstringTemplate: Source = {
  name: 'w3c-vc-bitstring-status-list-test-suite',
  cases: () => [model('w3c-vc-bitstring-status-list-test-suite/validVc.json', 'accept', 'vcdm2')],
}
