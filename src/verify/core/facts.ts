import type { Check, Problem, VerificationFacts } from '../../types/verification.js'

type Fact = keyof VerificationFacts
/** The facts in the order in which people ask. */
export const factIds = ['authentic', 'inForce', 'conforms'] as const satisfies readonly Fact[]
type Answer = boolean | null

/** How a check bears on a fact: which of its problems speak against it, and whether it leaves it open. */
interface Bearing {
  readonly checks: RegExp
  readonly facts: readonly Fact[]
  /** Problems that count; default all. */
  readonly counts?: (problem: Problem, fact: Fact) => boolean
  /** Set where only what is wrong counts, and nothing that stays open. */
  readonly onlyFaults?: true
}

/**
 * Which check bears on which fact. What the caller asks beyond them (recipient, trust, other kinds of document, checks
 * of its own) and what is only told (endorsements, refresh) is not here: a badge that is verified has all three facts,
 * and one with all three need not be verified.
 */
const bearings: readonly Bearing[] = [
  { checks: /^input\.parse$/, facts: ['authentic', 'conforms'] },
  // Not being what the caller accepts is not a fault of the document.
  { checks: /^input\.kind$/, facts: ['authentic', 'conforms'], counts: ({ code }) => code !== 'ERR_KIND_UNEXPECTED' },
  {
    checks: /^(model\.\w+|presentation\.model)$/,
    facts: ['authentic', 'conforms'],
    counts: ({ fault }, fact) => fact === 'conforms' || fault !== 'form',
  },
  { checks: /^(proof\.\w+|issuer\.binding|holder\.binding|image\.integrity)$/, facts: ['authentic'] },
  { checks: /^(validity\.\w+|status\.revocation)$/, facts: ['inForce'] },
  {
    checks: /^validity\.\w+$/,
    facts: ['authentic', 'conforms'],
    counts: ({ code }) => code === 'ERR_MODEL_INVALID',
    onlyFaults: true,
  },
]

/** Checks whose nested results are part of the whole. */
const WHOLES: readonly string[] = ['clr.credentials', 'presentation.credentials']

/** The three facts, from the checks alone. */
export const factsOf = (checks: readonly Check[]): VerificationFacts => ({
  authentic: factOf('authentic', checks),
  inForce: factOf('inForce', checks),
  conforms: factOf('conforms', checks),
})

function factOf(fact: Fact, checks: readonly Check[]): Answer {
  let answer: Answer = true
  for (const check of checks) {
    if (!check.required || check.status === 'passed') continue
    for (const found of answersOf(fact, check)) {
      if (found === false) return false
      if (found === null) answer = null
    }
  }
  return answer
}

function answersOf(fact: Fact, check: Check): readonly Answer[] {
  if (WHOLES.includes(check.id)) return nestedAnswers(fact, check)
  const bearing = bearings.filter(({ checks, facts }) => facts.includes(fact) && checks.test(check.id))
  return bearing.map(({ counts = () => true, onlyFaults }): Answer => {
    // A failure that names no problem is not excused by the absence of one.
    if (check.status === 'failed') {
      return (check.problems.length > 0 || onlyFaults === true) && !check.problems.some((found) => counts(found, fact))
    }
    return onlyFaults ?? null
  })
}

/** Of what is inside: the facts of each that a problem names. Others passed, or nobody vouches for them alone. */
function nestedAnswers(fact: Fact, { nested = [], problems }: Check): readonly Answer[] {
  const named = nested.filter(({ pointer }) => problems.some((found) => found.pointer === pointer))
  return named.length === 0 ? [null] : named.map(({ result }): Answer => result.facts[fact])
}
