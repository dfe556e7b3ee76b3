// What a request costs the process that answers it, over keep-alive connections: issuing and verifying by the VC-API beside
// an Express server around the reference library, and the public page of a badge beside Express that says hello.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { fileURLToPath } from 'node:url'
import { signCredential } from '../../dist/index.js'
import { generateKeyPair } from '../../dist/keys.js'
import { credentialMaker, NOW } from './credentials.mjs'
import { median } from './timing.mjs'

/** Connections that are used side by side. */
const CONNECTIONS = 8

/** Processor time that a warm-up takes, and a turn; microseconds. */
const WARM = 3_000_000

/** @returns by task, milliseconds of processor time and of the clock for each contender, and how many times ours they are */
export async function measureHttp({ seed, rounds, turn }) {
  const key = await generateKeyPair({ seed: new Uint8Array(32).fill(seed % 256) })
  const make = await credentialMaker('typical', key, undefined, seed)
  let next = 0
  const unsigned = (count) => Array.from({ length: count }, () => make(next++))
  const issue = (count) => unsigned(count).map((credential) => ({ credential }))
  const verify = async (count) => {
    const signed = await Promise.all(unsigned(count).map((badge) => signCredential(badge, key, { now: NOW })))
    return signed.map((verifiableCredential) => ({ verifiableCredential }))
  }
  const servers = {}
  for (const name of ['ours', 'reference', 'hello']) servers[name] = await start(name, seed)
  try {
    const { ours, reference, hello } = servers
    const issuing = { path: '/credentials/issue', status: 201, bodies: issue }
    const verifying = { path: '/credentials/verify', status: 200, bodies: verify }
    return {
      issue: await compare({ ours: ours.task(issuing), other: reference.task(issuing) }, { rounds, turn }),
      verify: await compare({ ours: ours.task(verifying), other: reference.task(verifying) }, { rounds, turn }),
      page: await compare(
        { ours: ours.task({ path: ours.page, status: 200 }), other: hello.task({ path: hello.page, status: 200 }) },
        // After a turn of a second, collecting what the process holds would weigh as much as a third of the requests.
        { rounds, turn: 5 * turn },
      ),
    }
  } finally {
    for (const server of Object.values(servers)) server.stop()
  }
}

async function compare(tasks, { rounds, turn }) {
  const names = Object.keys(tasks)
  const counts = {}
  for (const name of names) counts[name] = await warm(tasks[name], turn * 1000)
  const times = Object.fromEntries(names.map((name) => [name, { clock: [], processor: [] }]))
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const { clock, processor } = await tasks[name](counts[name])
      times[name].clock.push(clock)
      times[name].processor.push(processor)
    }
  }
  const medians = (kind) => Object.fromEntries(names.map((name) => [name, median(times[name][kind])]))
  const milliseconds = { processor: medians('processor'), clock: medians('clock') }
  const ratio = ({ ours, other }) => other / ours
  return { milliseconds, times: { processor: ratio(milliseconds.processor), clock: ratio(milliseconds.clock) } }
}

/** @returns how many requests make a turn */
async function warm(task, turn) {
  let count = 50
  for (let spent = 0; spent < WARM; ) {
    const { processor } = await task(count)
    spent += processor * count * 1000
    count = Math.round(Math.min(Math.max(turn / (processor * 1000), 50), 4 * count, 5000))
  }
  return count
}

async function start(name, seed) {
  const file = fileURLToPath(new URL('http-server.mjs', import.meta.url))
  const child = fork(file, [name, String(seed)], { execArgv: ['--expose-gc', '--no-flush-bytecode'] })
  const [{ port, page, token }] = await once(child, 'message')
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  const cpu = async () => {
    child.send('cpu')
    const [answer] = await once(child, 'message')
    return answer.cpu
  }
  const ask = (path, status, text) =>
    new Promise((resolve, reject) => {
      const headers = { accept: '*/*', authorization: `Bearer ${token}` }
      const body = text === undefined ? {} : { 'content-type': 'application/json', 'content-length': text.length }
      const method = text === undefined ? 'GET' : 'POST'
      const sent = request(
        { agent, host: '127.0.0.1', port, path, method, headers: { ...headers, ...body } },
        (answer) => {
          if (answer.statusCode !== status) reject(new Error(`${name} answered ${path} with ${answer.statusCode}`))
          answer.on('end', resolve).resume()
        },
      )
      sent.on('error', reject)
      sent.end(text)
    })
  const task =
    ({ path, status, bodies }) =>
    async (count) => {
      const given = bodies === undefined ? Array(count).fill(undefined) : await bodies(count)
      const texts = given.map((body) => body && Buffer.from(JSON.stringify(body)))
      const before = await cpu()
      const started = performance.now()
      let at = 0
      const worker = async () => {
        while (at < texts.length) await ask(path, status, texts[at++])
      }
      await Promise.all(Array.from({ length: CONNECTIONS }, worker))
      const clock = (performance.now() - started) / count
      return { clock, processor: ((await cpu()) - before) / 1000 / count }
    }
  const stop = () => {
    agent.destroy()
    child.send('stop')
  }
  return { page, task, stop }
}
