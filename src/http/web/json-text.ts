/** JSON as we write it to files: indented, with a newline at the end. */
export const formatJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
