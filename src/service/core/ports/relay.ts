/**
 * A job engine of the house, which wakes workers and spreads work over them. The records stay the truth: what the engine
 * hears of twice is done once, and what it loses is found by `tick`, since it is due there too.
 */
export interface JobRelay {
  /**
   * Takes jobs that are due within minutes, for `service.tick({ job: id })` at that time. What it throws is reported, and leaves
   * them to `tick`; inside a commit it undoes the commit.
   *
   * @param jobs - `due` is in milliseconds since 1970, and may be over
   * @param sql - Runs a statement in the commit that made them due; only where `inCommit` is set
   */
  push(
    jobs: readonly {
      readonly id: string
      readonly kind: 'mail' | 'webhook' | 'batch' | 'badge'
      readonly due: number
    }[],
    sql?: (text: string, values: unknown[]) => Promise<{ readonly rows: unknown[] }>,
  ): Promise<unknown>
  /** Whether it hears of them inside the commit rather than after it; for engines that live in the same PostgreSQL. */
  readonly inCommit?: boolean
}
