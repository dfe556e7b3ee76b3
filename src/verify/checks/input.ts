import type { CheckDefinition } from '../core/check.js'

const readAs = {
  object: 'an object',
  json: 'JSON',
  jwt: 'a JWT',
  png: 'a baked PNG',
  svg: 'a baked SVG',
  pdf: 'a PDF',
  unknown: 'something',
}

/** Open Badges 3.0 §5: what was handed in is a credential document, or an image with one baked in. */
export const inputParse: CheckDefinition = {
  id: 'input.parse',
  needs: [],
  run({ input }) {
    const [first] = input.problems
    if (first === undefined) {
      return { status: 'passed', summary: `Read from ${readAs[input.source]}.`, warnings: input.warnings }
    }
    return {
      status: input.undecided ? 'indeterminate' : 'failed',
      summary: first.detail,
      problems: input.problems,
      warnings: input.warnings,
    }
  },
}
