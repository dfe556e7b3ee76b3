#!/usr/bin/env node
import { internalError, run } from './program.js'

// Whoever writes is told of the error; and a reader that goes away (`badgewright verify … | head`) is none of ours.
process.stdout.on('error', () => {})
process.stderr.on('error', () => {})

run(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    console.error(internalError(error))
    process.exitCode = 1
  },
)
