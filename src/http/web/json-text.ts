/** JSON as our files have it. */
export const formatJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
