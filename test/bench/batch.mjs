// A large batch through the built command: memory, and what the second worker brings. See test/batch/large.mjs.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const large = fileURLToPath(new URL('../batch/large.mjs', import.meta.url))

export async function measureBatch(rows) {
  const args = [large, '--rows', String(rows), '--workers', '0,1,2', '--json']
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  for await (const chunk of child.stdout) text += chunk
  if (text === '') throw new Error('The batch failed.')
  return JSON.parse(text)
}
