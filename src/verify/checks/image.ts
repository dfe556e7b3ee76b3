import { later } from '../../internal/later.js'
import { type CheckDefinition, skipped } from '../core/check.js'

/**
 * VCDM 2.0 §5.3: where the issuer signed a digest of the badge's picture (`relatedResource`), the picture around a
 * baked credential, or the one embedded in it, must be that picture; so must evidence and other resources, as far as
 * they are at hand or may be fetched.
 */
export const imageIntegrity: CheckDefinition = {
  id: 'image.integrity',
  needs: ['input.parse', 'proof.signature'],
  required: (run) => run.related().length > 0,
  run: (run) =>
    run.related().length > 0
      ? work().then(({ compareResources }) => compareResources(run))
      : skipped('The issuer signed no digest of the picture.'),
}

const work = /* @__PURE__ */ later(() => import('./met/image.js'))
