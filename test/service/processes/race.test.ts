import { beforeAll, describe, expect, test } from 'vitest'
import { freshStorage, presentKinds } from '../../adapters/storage/storages.js'
import { draft, testService, tokenIn } from '../service.js'
import { bundleProgram, startProgram } from './program.js'

let claimer = ''
beforeAll(async () => {
  claimer = await bundleProgram(new URL('./claimer.ts', import.meta.url))
})

describe.each(presentKinds(['sqlite', 'postgres']))(
  'S2 (a link works once, for a while): two processes on %s',
  (kind) => {
    test('50 claims of one link at once: one winner, and nobody finds the storage busy', async () => {
      const fresh = await freshStorage(kind)
      const storage = await fresh.open()
      try {
        const t = await testService({ storage })
        const badge = await t.service.issue({ draft, recipient: { email: 'kim@example.org' } })
        const token = tokenIn(await t.mailTo('kim@example.org'), 'claim')
        const args = [JSON.stringify({ place: fresh.place, token, tries: 25 })]
        const programs = [startProgram(claimer, args), startProgram(claimer, args)]
        for (const program of programs)
          expect(await program.line(), ((await Promise.race([program.ended, {}])) as { stderr?: string }).stderr).toBe(
            'ready',
          )
        for (const { child } of programs) child.stdin?.write('go\n')
        const outcomes = (
          await Promise.all(programs.map(async ({ line }) => JSON.parse((await line()) ?? '[]')))
        ).flat()
        expect(outcomes).toHaveLength(50)
        expect(outcomes.filter((outcome) => outcome === 'claimed')).toHaveLength(1)
        expect(new Set(outcomes)).toEqual(new Set(['claimed', 'ERR_TOKEN_USED']))
        const ends = await Promise.all(programs.map(({ ended }) => ended))
        expect(ends.map(({ code, stderr }) => ({ code, stderr }))).toEqual(ends.map(() => ({ code: 0, stderr: '' })))
        const history = await t.service.history(badge.id)
        expect(history.filter(({ type }) => type === 'claimed')).toHaveLength(1)
      } finally {
        await storage.close()
        await fresh.remove()
      }
    }, 60_000)
  },
)
