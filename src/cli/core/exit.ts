/** Exit codes of the command, a contract with scripts. */
export const exitCodes = {
  /** Everything asked for was done; for `verify`: every credential verified (and trusted, where asked). */
  done: 0,
  /** `verify`: at least one failed; other commands: the input was refused. */
  refused: 1,
  usage: 2,
  /** `verify`: none failed, at least one is indeterminate. */
  indeterminate: 3,
  /** `batch`: ended by an interrupt, with the rows under way finished; as shells report it. */
  interrupted: 130,
} as const
