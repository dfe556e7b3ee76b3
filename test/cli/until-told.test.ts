import { expect, test } from 'vitest'
import type { Surroundings } from '../../src/cli/core/surroundings.js'
import { untilTold } from '../../src/cli/serve/until-told.js'

/** Ends when it is told to. */
function surroundings() {
  const told: (() => void)[] = []
  const around = { once: (_: string, end: () => void) => void told.push(end) } as unknown as Surroundings
  return { around, end: () => told[0]?.() }
}

test('what is heard begins another look at once, also while one is under way, and the end stops listening', async () => {
  const { around, end } = surroundings()
  let call = (): void => {}
  let isListening = true
  let looks = 0
  await untilTold(
    around,
    async () => {
      looks += 1
      // Heard while it looks, nine times; then it is told to end.
      if (looks < 10) call()
      else end()
      return false
    },
    (onDue) => {
      call = onDue
      return async () => {
        isListening = false
      }
    },
  )
  expect([looks, isListening]).toEqual([10, false])
}, 10_000)
