// Verifies the attacks of these names with the built package, and prints the results as JSON. A process of its own, whose
// memory is that of the verifier alone.
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { verifyCredential } from 'badgewright/verify'

const folder = new URL('../../fixtures/attacks/cases/', import.meta.url)
const read = (file) => {
  const bytes = readFileSync(new URL(file, folder))
  return file.endsWith('.gz') ? gunzipSync(bytes) : bytes
}

const names = new Set(process.argv.slice(2))
const results = {}
for (const { name, file, text, options, documents } of JSON.parse(readFileSync(new URL('manifest.json', folder)))) {
  if (!names.has(name)) continue
  const input = text ? read(file).toString() : new Uint8Array(read(file))
  const more = documents === undefined ? {} : JSON.parse(read(documents))
  const result = await verifyCredential(input, { ...options, documents: { ...options.documents, ...more } })
  // What is said of them, without what they are.
  const { credential, unverifiedCredential, ...said } = result
  results[name] = said
}
process.stdout.write(JSON.stringify(results))
