import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, onTestFinished } from 'vitest'
import { main } from '../cli/cli.js'
import { browser } from '../http/client.js'

function start(args: readonly string[], cwd: string) {
  const child = spawn(process.execPath, args, { cwd })
  const output = { out: '', err: '' }
  child.stdout.on('data', (chunk) => {
    output.out += chunk
  })
  child.stderr.on('data', (chunk) => {
    output.err += chunk
  })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return { output, ended }
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Asserts that the demo, which ran in this folder and printed this, made what it speaks of, and that a badge can be claimed. */
export async function assertDemo(folder: string, out: string): Promise<void> {
  const count = Number(/(\d+) badges are offered/.exec(out)?.[1])
  expect(count).toBeGreaterThan(20)
  expect(readdirSync(join(folder, 'out/outbox')).filter((name) => name.endsWith('.eml'))).toHaveLength(count)

  // One certificate, its cards and links; the command line verifies what is on paper.
  const pdfs = readdirSync(join(folder, 'out')).filter((name) => name.endsWith('.pdf'))
  expect(pdfs).toHaveLength(1)
  const verify = start([main(), 'verify', join('out', pdfs[0] ?? '')], folder)
  expect([await verify.ended, verify.output.err]).toEqual([0, ''])
  expect(verify.output.out).toMatch(/verified/i)
  const cards = readdirSync(join(folder, 'out/cards'))
  expect(cards.toSorted()).toEqual(
    [
      'link-1200x630.png',
      'portrait-1080x1350.png',
      'screen-1920x1080.png',
      'share-links.txt',
      'square-1080x1080.png',
      'story-1080x1920.png',
    ].toSorted(),
  )
  const links = readFileSync(join(folder, 'out/cards/share-links.txt'), 'utf8').trim().split('\n')
  expect(links.length).toBeGreaterThan(8)
  for (const line of links) expect(URL.canParse(line.slice(line.indexOf(': ') + 2))).toBe(true)

  const [, ...command] = /^ {2}node (.+)$/m.exec(out)?.[0].trim().split(' ') ?? []
  const link = /^ {2}(http\S+\/claim\/clm_[\w-]{43})$/m.exec(out)?.[1] ?? ''
  const server = start(command, folder)
  for (let i = 0; i < 300 && !server.output.out.includes('Ctrl+C'); i++) await wait(100)
  expect(server.output.err).toBe('')
  const kim = browser((request) => fetch(request, { redirect: 'manual' }), new URL(link).origin)
  const offer = await kim.get(link)
  expect([offer.status, offer.text.includes('Kim Larsen')]).toEqual([200, true])
  const claimed = await kim.submit(offer, '/claim/', { do: 'claim' })
  expect(claimed.status).toBe(303)
  const own = await kim.get(claimed.headers.get('location') ?? '')
  expect([own.status, own.text.includes('data-outcome="verified"')]).toEqual([200, true])
  const again = await kim.get(link)
  expect([again.status, again.headers.get('location')]).toEqual([
    303,
    claimed.headers.get('location')?.replace('?claimed=1', ''),
  ])
}
