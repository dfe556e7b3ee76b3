import { vi } from 'vitest'

/** Both ways to the platform's cryptography; every case below must hold on each. */
export const backends = ['node:crypto', 'WebCrypto'] as const

/** Makes the library see Node, or a runtime that only has WebCrypto. */
export function useBackend(name: (typeof backends)[number]): void {
  vi.stubGlobal('navigator', { userAgent: name === 'WebCrypto' ? 'Somewhere else' : 'Node.js/20' })
}
