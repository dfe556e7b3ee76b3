import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { faults, missesOf, unmended, verifyFault } from '../support/single-faults.js'

test('report', async () => {
  const n: Record<string, [number, number]> = {}
  const out: string[] = []
  for (const fault of faults.cases) {
    const result = await verifyFault(fault)
    const misses = missesOf(result, fault)
    const row = (n[fault.family] ??= [0, 0])
    row[1]++
    if (misses.length === 0) row[0]++
    else out.push(`${fault.family} ${fault.name} ${result.outcome}: want ${fault.expect.codes ?? ''} ${fault.expect.pointer ?? ''} ${fault.expect.says} | ${misses.join('; ')} | ${[...result.problems, ...result.warnings].slice(0, 4).map((p) => p.code + ' ' + p.pointer)}`)
    if (fault.expect.mechanicalFix) {
      const m = (n.fix ??= [0, 0])
      m[1]++
      const why = await unmended(fault)
      if (why === undefined) m[0]++
      else out.push(`fix ${fault.name}: ${why}`)
    }
  }
  writeFileSync('/tmp/faults.txt', out.sort().join('\n') + '\n' + JSON.stringify(n))
  expect(1).toBe(1)
})
