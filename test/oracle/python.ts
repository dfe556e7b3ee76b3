import { spawn, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { contextManifest, createDocumentLoader } from '../../src/loader/index.js'
import type { JsonValue } from '../../src/types/json.js'
import { vectorContexts } from '../support/vector-contexts.js'
import { hasVectors } from '../support/vectors.js'

/** One case for `verify.py`; `file` is base64. */
export interface Question {
  readonly id: string
  readonly now: string
  readonly json?: string
  readonly jwt?: string
  readonly file?: string
}

export interface Answer {
  readonly id: string
  readonly verified: boolean
  readonly why: string
}

/** A Python with PyLD and cryptography, as Debian's `python3-pyld` and `python3-cryptography` make it. */
export const python: string | undefined = ['python3', '/usr/bin/python3'].find(
  (command) => spawnSync(command, ['-c', 'import pyld, cryptography'], { stdio: 'ignore' }).status === 0,
)

export const noPythonReason =
  'skipped: no python3 here has PyLD and cryptography; on Debian: apt-get install python3-pyld python3-cryptography'

const script = fileURLToPath(new URL('../../test/oracle/verify.py', import.meta.url))

/** The verdicts of `verify.py`, all from one process. */
export async function askPython(questions: readonly Question[]): Promise<readonly Answer[]> {
  if (python === undefined) throw new Error(noPythonReason)
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] })
  const contexts = JSON.stringify({ contexts: await allContexts() })
  child.stdin.end([contexts, ...questions.map((question) => JSON.stringify(question)), ''].join('\n'))
  let out = ''
  for await (const chunk of child.stdout.setEncoding('utf8')) out += chunk
  const answers = out.split('\n').filter((line) => line !== '')
  return answers.map((line) => JSON.parse(line) as Answer)
}

async function allContexts(): Promise<Record<string, JsonValue>> {
  const load = createDocumentLoader(hasVectors ? { contexts: vectorContexts() } : {})
  const contexts: Record<string, JsonValue> = hasVectors ? { ...vectorContexts() } : {}
  for (const { url, package: name } of contextManifest) {
    if (name !== null) contexts[url] = (await load(url)).document
  }
  return contexts
}
