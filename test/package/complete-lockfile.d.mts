export function missingPlatformPackages(lock: unknown): Map<string, unknown>
export const lockfiles: readonly URL[]
