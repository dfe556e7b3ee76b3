import { later } from '../../internal/later.js'
import type { Check } from '../../types/verification.js'

const advices = /* @__PURE__ */ later(() => import('./advice.js'))

/** The checks with what to do about their findings. Where there are none, no words for it are loaded. */
export async function advised(checks: readonly Check[]): Promise<readonly Check[]> {
  if (checks.every(isClean)) return checks
  const { advise } = await advices()
  return checks.map((check) => (isClean(check) ? check : advise(check)))
}

const isClean = ({ problems, warnings }: Check): boolean => problems.length === 0 && warnings.length === 0
