#!/usr/bin/env node
// What the suite of VC-JOSE-COSE starts for an implementation, done with the command line of badgewright:
//   issue|verify --input FILE --key FILE --feature credential_jose|presentation_jose --output FILE
// The suite starts it in a container; a program called `docker` in the PATH that calls this file does as well.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const badgewright = (process.env.BADGEWRIGHT ?? 'npx badgewright').split(' ')
const contexts = {
  'https://www.w3.org/ns/credentials/examples/v2': read(new URL('examples-v2.json', import.meta.url)),
}
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: Object.fromEntries(['input', 'key', 'feature', 'output', 'sd'].map((name) => [name, { type: 'string' }])),
})
const [task] = positionals
const method = read(values.key)
const folder = mkdtempSync(join(tmpdir(), 'jose-'))
const file = (name, content) => {
  const path = join(folder, name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}
writeFileSync(values.output, JSON.stringify(task === 'issue' ? issue() : verify()))
rmSync(folder, { recursive: true, force: true })

/** Signs with the secret key of the method. */
function issue() {
  const { kid: _, alg: __, ...jwk } = method.secretKeyJwk
  const key = file('key.json', { ...jwk, kid: method.id })
  const more = ['--key', key, '--documents', file('documents.json', contexts)]
  const command =
    values.feature === 'presentation_jose'
      ? ['present', values.input, '--suite', 'vp+jwt', ...more]
      : ['sign', values.input, '--suite', 'vc+jwt', ...more]
  const { code, out } = run(command)
  return { result: code === 0 ? 'success' : 'failure', data: out.trim() }
}

/** Verifies with the document of the method’s controller, which lists its key, and not the secret half. */
function verify() {
  const { secretKeyJwk: _, ...listed } = method
  const keys = { verificationMethod: [listed], assertionMethod: [method.id], authentication: [method.id] }
  const documents = { ...contexts, [method.controller]: { id: method.controller, ...keys } }
  const command = ['verify', values.input, '--documents', file('documents.json', documents)]
  // Also what a presentation holds is any credential.
  const accept = ['--accept', 'credential', '--profile', 'vcdm']
  return { result: run([...command, ...accept]).code === 0 ? 'success' : 'failure' }
}

function run(command) {
  const [program, ...first] = badgewright
  try {
    return { code: 0, out: execFileSync(program, [...first, ...command], { encoding: 'utf8' }) }
  } catch ({ status, stdout }) {
    return { code: status ?? 1, out: String(stdout ?? '') }
  }
}

function read(path) {
  return JSON.parse(readFileSync(path, 'utf8'))
}
