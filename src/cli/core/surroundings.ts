import type { Readable, Writable } from 'node:stream'

/** Where people read: a terminal, a file, a pipe. */
export type Output = Writable & { readonly isTTY?: boolean; readonly columns?: number }

/**
 * What a command needs of the process that it runs in, and all that it takes from there. `process` is one; tests pass
 * streams of their own, and so run commands without a process for each.
 */
export interface Surroundings {
  readonly stdin: Readable
  readonly stdout: Output
  readonly stderr: Output
  /** Listens for a signal, once; without a listener the process ends. */
  once(signal: NodeJS.Signals, listener: () => void): unknown
  off(signal: NodeJS.Signals, listener: () => void): unknown
  /** What rights new files lack. */
  umask(mask: number): unknown
}
