import { expect } from 'vitest'

/** Bytes are compared as such: vitest looks at each as a member of an object, for seconds where it is a picture. */
expect.addEqualityTesters([
  (a: unknown, b: unknown) =>
    a instanceof Uint8Array && b instanceof Uint8Array && a.constructor === b.constructor
      ? Buffer.compare(a, b) === 0
      : undefined,
])
