/** Exit codes of the command, a contract with scripts. */
export const exitCodes = {
  /** Everything asked for was done; for `verify`: every credential verified (and trusted, where asked). */
  done: 0,
  /** `verify`: at least one failed; other commands: the input was refused. */
  refused: 1,
  usage: 2,
  /** `verify`: none failed, at least one is indeterminate. */
  indeterminate: 3,
} as const
