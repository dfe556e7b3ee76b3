// Contestants in processes of their own that take turns: this build, the one in another folder, and the reference.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { median } from './timing.mjs'

const program = fileURLToPath(new URL('contestant.mjs', import.meta.url))
const here = fileURLToPath(new URL('../../', import.meta.url))

/** Starts the processes of a round of turns: `ours`, `reference` and, with `against`, `other`. */
function start({ task, size, seed, against, flags }) {
  const builds = { ours: { root: here }, reference: { root: here, isReference: true } }
  if (against !== undefined) builds.other = { root: resolve(against) }
  const children = Object.entries(builds).map(async ([name, build]) => {
    const child = fork(program, [JSON.stringify({ ...build, task, size, seed })], { execArgv: flags })
    await once(child, 'message')
    return [name, child]
  })
  return Promise.all(children)
}

async function turn(child, message) {
  child.send(message)
  const [times] = await once(child, 'message')
  return times
}

/** Runs for the time of three turns. @returns how many badges make a turn */
async function warm(child, turnMs) {
  let count = 20
  for (let spent = 0; spent < 3 * turnMs; ) {
    const { main } = await turn(child, { count, collect: false })
    spent += main * count
    count = Math.round(Math.min(Math.max(turnMs / main, 10), 4 * count, 20_000))
  }
  return count
}

/**
 * What one badge costs in a process that has run for a while, in milliseconds: by the clock, of the main thread, of all
 * threads. Ratios are medians of those of each round, so that what else the machine does hits both sides.
 */
export async function steady(task, { rounds, turn: turnMs, ...contest }) {
  const children = await start({ task, ...contest, flags: ['--expose-gc', '--no-flush-bytecode'] })
  const counts = new Map()
  for (const [name, child] of children) counts.set(name, await warm(child, turnMs))
  const times = []
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? children : children.toReversed()
    const all = {}
    for (const [name, child] of order) all[name] = await turn(child, { count: counts.get(name) })
    times.push(all)
  }
  for (const [, child] of children) child.disconnect()
  return summary(times)
}

/** The same of the badges 11 to 100 of new processes. */
export async function cold(task, { rounds, ...contest }) {
  const times = []
  for (let round = 0; round < rounds; round++) {
    const children = await start({ task, ...contest, flags: [] })
    const all = {}
    for (const [name, child] of round % 2 === 0 ? children : children.toReversed()) {
      all[name] = await turn(child, { skip: 10, count: 90, collect: false })
      child.disconnect()
    }
    times.push(all)
  }
  return summary(times)
}

const KINDS = ['clock', 'main', 'processor']

function summary(times) {
  const names = Object.keys(times[0])
  const milliseconds = (name) =>
    Object.fromEntries(KINDS.map((kind) => [kind, median(times.map((all) => all[name][kind]))]))
  const ratio = (slow, quick) =>
    Object.fromEntries(KINDS.map((kind) => [kind, median(times.map((all) => all[slow][kind] / all[quick][kind]))]))
  return {
    milliseconds: Object.fromEntries(names.map((name) => [name, milliseconds(name)])),
    timesTheReference: ratio('reference', 'ours'),
    ...(names.includes('other') && {
      otherTimesTheReference: ratio('reference', 'other'),
      timesTheOther: ratio('other', 'ours'),
    }),
  }
}
