// Runner for Node, Bun and Deno.
import process from 'node:process'
import { runSuite } from './suite.mjs'

const results = await runSuite()
const failures = results.filter((result) => !result.passed)
for (const { name, detail } of failures) console.log(`not ok ${name}\n${detail}`)
console.log(`${results.length - failures.length} passed, ${failures.length} failed`)
process.exitCode = failures.length === 0 ? 0 : 1
