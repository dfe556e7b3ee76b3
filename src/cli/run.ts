import { inspect } from 'node:util'
import { CommanderError } from 'commander'
import { BadgeError, isBadgeError } from '../errors.js'
import { clean } from './core/clean.js'
import { exitCodes } from './core/exit.js'
import { say } from './core/io.js'
import type { Surroundings } from './core/surroundings.js'
import { program } from './program.js'

/** Runs the command line and returns its exit code. Nothing is thrown: what went wrong is on standard error. */
export async function runCli(args: readonly string[], around: Surroundings): Promise<number> {
  // Each write gets its error; and a reader that goes away (`badgewright verify … | head`) is not our failure.
  around.stdout.on('error', () => {})
  around.stderr.on('error', () => {})
  const state = { exitCode: exitCodes.done as number }
  try {
    await program(state, around).parseAsync([...args], { from: 'user' })
    return state.exitCode
  } catch (error) {
    return report(error, around)
  }
}

function report(error: unknown, around: Surroundings): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage
  if (!isBadgeError(error)) {
    // A defect is told apart from bad input.
    const defect = new BadgeError('ERR_INTERNAL', 'badgewright itself failed; please report it.', { cause: error })
    around.stderr.write(`${inspect(defect)}\n`)
    return exitCodes.refused
  }
  const details =
    error.problems
      ?.map(({ pointer, detail }) => clean(` ${pointer}: ${detail}`))
      .map((line) => `\n ${line}`)
      .join('') ?? ''
  say(`${error.code} ${clean(error.message)}${details}`, around)
  return error.code === 'ERR_USAGE' ? exitCodes.usage : exitCodes.refused
}
