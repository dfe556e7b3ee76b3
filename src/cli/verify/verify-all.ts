import { availableParallelism } from 'node:os'
import { inOrder } from '../../batch/engine/index.js'
import { startThreads, type Threads } from '../../batch/threads/index.js'
import { BadgeError } from '../../errors.js'
import { verifyCredential } from '../../verify/index.js'
import type { Surroundings } from '../core/surroundings.js'
import { type Part, partOf, reporters } from '../report/index.js'
import { type Asked, partOfFile } from './part-of-file.js'

/** Files that a thread gets at a time. */
const CHUNK = 16
/** Below this, starting threads takes longer than they save. */
const FILES_FOR_WORKERS = 256

/** As many threads as the machine has cores, for many files; none for few, or where one of them is standard input. */
export const workersFor = (files: readonly string[], cores = availableParallelism()): number =>
  files.length < FILES_FOR_WORKERS || files.includes('-') || cores < 2 ? 0 : cores

/** What the report says of each file, in the order of the files, as it comes. However many there are, few are held. */
export async function* verifyAll(
  files: readonly string[],
  asked: Asked,
  workers: number,
  around: Pick<Surroundings, 'stdin'>,
): AsyncGenerator<Part, void, undefined> {
  if (workers === 0) {
    for (const file of files) yield await partOfFile(file, asked, around)
    return
  }
  const threads = await startThreads<readonly string[], readonly Part[]>('verify-worker.cjs', {
    workers,
    setup: asked,
    tasks: 1,
  })
  try {
    yield* inThreads(files, asked, workers, threads)
  } finally {
    await threads.end()
  }
}

/** The same with threads that are there. */
export async function* inThreads(
  files: readonly string[],
  asked: Asked,
  workers: number,
  threads: Pick<Threads<readonly string[], readonly Part[]>, 'run'>,
): AsyncGenerator<Part, void, undefined> {
  const source = (async function* () {
    yield* files
  })()
  const run = (some: readonly string[]) => partsOf(some, asked, threads)
  for await (const parts of inOrder(source, { chunk: CHUNK, width: 2 * workers + 1, run, signal: undefined })) {
    yield* parts
  }
}

/** A thread that ends leaves its files without an answer: each is given once more, alone, and then has one of its own. */
async function partsOf(
  files: readonly string[],
  asked: Asked,
  threads: Pick<Threads<readonly string[], readonly Part[]>, 'run'>,
): Promise<readonly Part[]> {
  try {
    return await threads.run(files)
  } catch {
    const parts: Part[] = []
    for (const file of files) {
      parts.push(...(await threads.run([file]).catch(async (cause: unknown) => [await unverified(file, asked, cause)])))
    }
    return parts
  }
}

async function unverified(file: string, { options, format, trustAsked }: Asked, cause: unknown): Promise<Part> {
  const { holder: _, ...forCredentials } = options
  const error = new BadgeError('ERR_INTERNAL', 'The thread that verified the file ended.', { cause })
  const result = await verifyCredential(error, forCredentials)
  return partOf(reporters[format], { file, ...result }, { trustAsked })
}
