import type { Finding } from './check.js'
import type { NestedResult } from './nested.js'

/** What asking for a newer copy came to: with a result, that result counts instead. */
export interface Refresh {
  readonly finding: Finding
  readonly result?: NestedResult
}
