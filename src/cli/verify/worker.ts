/** A thread that verifies files, a file of its own in the built package: `verify-all.ts` starts it. */
import { Readable } from 'node:stream'
import { workerData } from 'node:worker_threads'
import type { Part } from '../report/index.js'
import { type Asked, partOfFile } from './part-of-file.js'

/** Standard input is of the thread that was started first, and is never among the files. */
const around = { stdin: Readable.from([]) }

export default async function verifyFiles(files: readonly string[]): Promise<readonly Part[]> {
  const parts: Part[] = []
  for (const file of files) parts.push(await partOfFile(file, workerData as Asked, around))
  return parts
}
