import type { HandlerOptions } from './types.js'

/** Hands an error to the host. */
export function reportTo({ onError }: Pick<HandlerOptions, 'onError'>, error: unknown): void {
  try {
    onError?.(error)
  } catch {
    // A broken `onError` cannot be reported either.
  }
}
