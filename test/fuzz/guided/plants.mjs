// Faults that can be planted into the bundle, one in each reader, to see that the fuzzer finds them: what must be there
// in the source for the fault to be planted, and what it becomes. No seed reaches one of them.
const fault = (reader) => `throw new TypeError('planted in ${reader}')`

export const plants = {
  json: {
    file: 'internal/json.ts',
    find: 'function assertUnambiguous(text: string): void {',
    put: `function assertUnambiguous(text: string): void {\n  if (text.includes('\\\\u0000')) ${fault('json')}`,
  },
  jwt: {
    file: 'proof/jwt/compact.ts',
    find: 'if (more.length === 2)',
    put: `if (more.length === 2) ${fault('jwt')}\n  if (more.length === 2)`,
  },
  png: {
    file: 'container/png/chunks.ts',
    find: 'const field = SIGNATURE.length + 8',
    put: `if (image[28] === 1) ${fault('png')}\n  const field = SIGNATURE.length + 8`,
  },
  svg: {
    file: 'container/xml/scan.ts',
    find: 'function processingInstruction(text: string, at: number): number {',
    put: `function processingInstruction(text: string, at: number): number {\n  if (text[at + 3] === '?') ${fault('svg')}`,
  },
  pdf: {
    file: 'container/pdf/parse.ts',
    find: 'if (code === BACKSLASH) at += 1',
    put: `if (code === BACKSLASH && bytes[at + 1] === 0x30) ${fault('pdf')}\n      if (code === BACKSLASH) at += 1`,
  },
}
