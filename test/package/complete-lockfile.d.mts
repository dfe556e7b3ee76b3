export function missingPlatformPackages(lock: unknown): Map<string, unknown>
