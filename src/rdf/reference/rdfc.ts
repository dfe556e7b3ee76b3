import { BadgeError } from '../../errors.js'
import { hexEncode, utf8Encode } from '../../internal/bytes.js'
import { createSha256 } from '../../internal/sha256.js'
import { createSha384 } from '../../internal/sha384.js'
import { createWorkBudget } from '../core/budget.js'
import type { RdfOptions } from '../core/options.js'

interface CanonizeDatasetOptions extends Pick<RdfOptions, 'hash' | 'budget'> {
  /** Is given the canonical label of every blank node, by its label in the dataset. */
  readonly canonicalIdMap?: Map<string, string>
}

/**
 * RDFC-1.0 over ready quads (RDF/JS terms), under a budget that is counted, not timed: hashes taken and permutations
 * tried. `rdf-canonize`'s own limit counts recursions only; a graph of alike blank nodes that are linked twice makes
 * it try every permutation without a single one.
 *
 * @throws BadgeError `ERR_RDF_LIMIT`
 * @see https://www.w3.org/TR/rdf-canon/#dataset-poisoning
 */
export async function canonizeDataset(
  dataset: readonly unknown[],
  { hash = 'SHA-256', canonicalIdMap = new Map(), budget = createWorkBudget() }: CanonizeDatasetOptions = {},
): Promise<string> {
  // Bundlers give a CommonJS package its default export only.
  const { canonize } = (await import('rdf-canonize')).default
  let hashes = 0
  let permutations = 0
  const free = 4 * dataset.length
  const maxHashes = budget.hashes + free
  const exhausted = new BadgeError(
    'ERR_RDF_LIMIT',
    'The document has blank nodes that are too much alike; give them ids, or leave out the copies.',
  )
  try {
    return await canonize(dataset, {
      algorithm: 'RDFC-1.0',
      format: 'application/n-quads',
      maxDeepIterations: maxHashes,
      canonicalIdMap,
      createMessageDigest: () => {
        hashes += 1
        if (hashes > maxHashes) throw exhausted
        return messageDigest(hash)
      },
      // Asked once for every third permutation.
      signal: {
        get aborted() {
          permutations += 3
          return permutations > budget.permutations
        },
        reason: 'permutations',
      },
    })
  } catch (cause) {
    throw cause === exhausted ? cause : new BadgeError('ERR_RDF_LIMIT', exhausted.message, { cause })
  } finally {
    budget.hashes = Math.max(0, budget.hashes - Math.max(0, hashes - free))
    budget.permutations = Math.max(0, budget.permutations - permutations)
  }
}

function messageDigest(name: 'SHA-256' | 'SHA-384'): { update(text: string): void; digest(): string } {
  const hash = name === 'SHA-384' ? createSha384() : createSha256()
  return {
    update: (text) => {
      hash.update(utf8Encode(text))
    },
    digest: () => hexEncode(hash.digest()),
  }
}
