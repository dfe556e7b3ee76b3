import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  applyMove,
  initialState,
  type LifecycleEvent,
  type LifecycleState,
  type Move,
  type MoveType,
  moves,
  type Stage,
  stages,
  type Visibility,
} from '../../src/service/core/lifecycle/index.js'
import { codeOf } from '../support/codes.js'

const at = Date.UTC(2026, 0, 1)
const windowMs = 3_600_000
const moveOf = (type: MoveType): Move =>
  type === 'show' ? { type, visibility: 'public' } : type === 'undo' ? { type, windowMs } : { type }
const types = Object.keys(moves) as MoveType[]
const stateIn = (stage: Stage): LifecycleState => ({
  ...initialState,
  stage,
  ...(stage === 'declined' ? { declinedAtMs: at } : {}),
})

/** The whole machine, written down by hand: what each step leads to. `-` is refused, `=` changes nothing. */
const table: Record<Stage, Record<MoveType, Stage | '-' | '='>> = {
  issued: {
    offer: 'offered',
    open: '-',
    accept: 'accepted',
    decline: 'declined',
    undo: '-',
    claim: '-',
    show: '-',
    suspend: 'issued',
    reinstate: '=',
    expire: 'expired',
    revoke: 'revoked',
    replace: 'replaced',
  },
  offered: {
    offer: '=',
    open: 'offered',
    accept: 'accepted',
    decline: 'declined',
    undo: '=',
    claim: '-',
    show: '-',
    suspend: 'offered',
    reinstate: '=',
    expire: 'expired',
    revoke: 'revoked',
    replace: 'replaced',
  },
  accepted: {
    offer: '-',
    open: 'accepted',
    accept: '=',
    decline: 'declined',
    undo: '-',
    claim: 'claimed',
    show: '-',
    suspend: 'accepted',
    reinstate: '=',
    expire: 'expired',
    revoke: 'revoked',
    replace: 'replaced',
  },
  claimed: {
    offer: '-',
    open: 'claimed',
    accept: '=',
    decline: 'declined',
    undo: '-',
    claim: '=',
    show: 'claimed',
    suspend: 'claimed',
    reinstate: '=',
    expire: 'expired',
    revoke: 'revoked',
    replace: 'replaced',
  },
  declined: {
    offer: '-',
    open: 'declined',
    accept: '-',
    decline: '=',
    undo: 'offered',
    claim: '-',
    show: '-',
    suspend: 'declined',
    reinstate: '=',
    expire: 'expired',
    revoke: 'revoked',
    replace: 'replaced',
  },
  expired: {
    offer: '-',
    open: '-',
    accept: '-',
    decline: '-',
    undo: '-',
    claim: '-',
    show: '-',
    suspend: '-',
    reinstate: '-',
    expire: '=',
    revoke: 'revoked',
    replace: 'replaced',
  },
  revoked: {
    offer: '-',
    open: '-',
    accept: '-',
    decline: '-',
    undo: '-',
    claim: '-',
    show: '-',
    suspend: '-',
    reinstate: '-',
    expire: '-',
    revoke: '=',
    replace: '-',
  },
  replaced: {
    offer: '-',
    open: '-',
    accept: '-',
    decline: '-',
    undo: '-',
    claim: '-',
    show: '-',
    suspend: '-',
    reinstate: '-',
    expire: '-',
    revoke: '-',
    replace: '=',
  },
}

describe.each(stages)('a badge that is %s', (stage) => {
  test.each(types)('step %s', async (type) => {
    const before = stateIn(stage)
    const expected = table[stage][type]
    if (expected === '-') {
      expect(await codeOf(() => applyMove(before, moveOf(type), at))).toBe('ERR_STAGE_INVALID')
      return
    }
    const { state, events } = applyMove(before, moveOf(type), at)
    expect(state.stage).toBe(expected === '=' ? stage : expected)
    expect(events).toHaveLength(expected === '=' ? 0 : 1)
  })
})

test('a step that was taken changes nothing when it is taken again', () => {
  for (const stage of stages) {
    for (const type of types) {
      if (table[stage][type] === '-') continue
      const once = applyMove(stateIn(stage), moveOf(type), at).state
      // `undo` leads to a stage from which everything may begin anew; all others are there already.
      const twice = applyMove(once, moveOf(type), at + 1)
      expect(twice.state, `${stage} ${type}`).toEqual(once)
      expect(twice.events, `${stage} ${type}`).toEqual([])
    }
  }
})

test('a decline is taken back in time only', async () => {
  const declined = applyMove(stateIn('offered'), { type: 'decline' }, at).state
  expect(applyMove(declined, { type: 'undo', windowMs }, at + windowMs).state.stage).toBe('offered')
  expect(await codeOf(() => applyMove(declined, { type: 'undo', windowMs }, at + windowMs + 1))).toBe(
    'ERR_STAGE_INVALID',
  )
})

test('what is declined is private again', () => {
  const shown = applyMove(stateIn('claimed'), { type: 'show', visibility: 'public' }, at).state
  expect(applyMove(shown, { type: 'decline' }, at).state.visibility).toBe('private')
})

test.each(['expired', 'revoked', 'replaced'] as const)(
  'what is %s can be hidden, and is not shown further',
  async (stage) => {
    const show = (from: Visibility, visibility: Visibility) =>
      applyMove({ ...stateIn(stage), visibility: from }, { type: 'show', visibility }, at)
    expect(show('public', 'unlisted').state).toMatchObject({ stage, visibility: 'unlisted' })
    expect(show('public', 'private').state).toMatchObject({ stage, visibility: 'private' })
    expect(show('public', 'public').events).toEqual([])
    expect(await codeOf(() => show('private', 'unlisted'))).toBe('ERR_STAGE_INVALID')
    expect(await codeOf(() => show('unlisted', 'public'))).toBe('ERR_STAGE_INVALID')
  },
)

/** The state that a log leads to. */
function replay(events: readonly LifecycleEvent[]): LifecycleState {
  let state = initialState
  for (const { type, to, visibility, at } of events) {
    const { declinedAtMs, ...rest } = state
    state = {
      ...rest,
      stage: to,
      visibility: type === 'declined' ? 'private' : (visibility ?? state.visibility),
      suspended: type === 'suspended' || (state.suspended && type !== 'reinstated'),
      opened: state.opened || type === 'opened',
      ...(to === 'declined' ? { declinedAtMs: type === 'declined' ? at : (declinedAtMs ?? at) } : {}),
    }
  }
  return state
}

test('the state is what its log leads to, and steps do not touch what they are given', () => {
  const move = fc.oneof(
    fc.constantFrom(...types.filter((type) => type !== 'show')).map(moveOf),
    fc.constantFrom('private', 'unlisted', 'public').map((visibility): Move => ({ type: 'show', visibility })),
  )
  fc.assert(
    fc.property(fc.array(move, { maxLength: 30 }), (all) => {
      let state: LifecycleState = initialState
      const log: LifecycleEvent[] = []
      all.forEach((each, i) => {
        const frozen = Object.freeze({ ...state })
        try {
          const next = applyMove(frozen, each, at + i)
          log.push(...next.events)
          state = next.state
        } catch {
          // Refused: nothing happened.
        }
      })
      expect(replay(log)).toEqual(state)
    }),
    { seed: 4, numRuns: 500 },
  )
})
