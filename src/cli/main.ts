#!/usr/bin/env node
import { internalError, run } from './program.js'

// A reader that goes away (`badgewright verify … | head`) is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

run(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    console.error(internalError(error))
    process.exitCode = 1
  },
)
