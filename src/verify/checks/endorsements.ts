import { later } from '../../internal/later.js'
import { type Path, pointerOf } from '../../internal/pointer.js'
import type { JsonObject, JsonValue } from '../../types/json.js'
import { type CheckDefinition, skipped } from '../core/check.js'
import type { VerifyNested } from '../core/nested.js'
import type { FoundEndorsement } from './met/endorsements.js'

/**
 * Open Badges 3.0 §9.2: each endorsement is verified by the same steps. The verification itself is passed in, since
 * it contains this check.
 */
export const endorsementEach = (verifyNested: VerifyNested): CheckDefinition => ({
  id: 'endorsement.each',
  needs: ['proof.signature'],
  required: () => false,
  run(run) {
    const found = findEndorsements(run.document)
    return found.length === 0
      ? skipped('The credential carries no endorsement.')
      : work().then(({ verifyEndorsements }) => verifyEndorsements(found, run, verifyNested))
  },
})

const work = /* @__PURE__ */ later(() => import('./met/endorsements.js'))

/** Every value of `endorsement` and `endorsementJwt`, except those inside another credential. */
function findEndorsements(root: JsonValue): FoundEndorsement[] {
  const found: FoundEndorsement[] = []
  const addEach = (value: JsonValue, path: Path, endorsed: JsonObject): void => {
    if (!Array.isArray(value)) found.push({ pointer: pointerOf(path), value, endorsed })
    else
      for (const [i, item] of value.entries())
        found.push({ pointer: pointerOf({ up: path, token: i }), value: item, endorsed })
  }
  const walk = (value: JsonObject | JsonValue[], path: Path | undefined): void => {
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) {
        const item = value[i]
        if (typeof item === 'object' && item !== null) walk(item, { up: path, token: i })
      }
      return
    }
    for (const token of Object.keys(value)) {
      const member = value[token]
      if (member === undefined || token === '@context' || token === 'verifiableCredential') continue
      if (token === 'endorsement' || token === 'endorsementJwt') addEach(member, { up: path, token }, value)
      else if (typeof member === 'object' && member !== null) walk(member, { up: path, token })
    }
  }
  if (typeof root === 'object' && root !== null) walk(root, undefined)
  return found
}
