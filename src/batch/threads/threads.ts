/** A worker that needs more than this is stopped, and with it the work that it had. */
const WORKER_HEAP_MB = 512

/** Some threads that do one kind of task. */
export interface Threads<Task, Answer> {
  /** Rejects when the task throws, or the thread that has it ends. */
  run(task: Task): Promise<Answer>
  end(): Promise<void>
}

/**
 * Starts threads of a file of the built package. Each gets the setup when it starts: through the message port, as
 * everything between threads, and never by arguments or the environment, which other processes can read. One that ends is
 * replaced.
 *
 * @param file - its name in the built package, beside which the code of this one lies
 * @param tasks - how many a thread has at a time: the next is there when it is done with one, however busy this thread is
 * @throws what is not plain data in the setup
 */
export async function startThreads<Task, Answer>(
  file: 'batch-worker.cjs' | 'verify-worker.cjs',
  { workers, setup, tasks }: { readonly workers: number; readonly setup: unknown; readonly tasks: number },
): Promise<Threads<Task, Answer>> {
  const { Piscina } = await import('piscina')
  const pool = new Piscina({
    filename: new URL(`./${file}`, import.meta.url).href,
    minThreads: workers,
    maxThreads: workers,
    idleTimeout: Number.POSITIVE_INFINITY,
    concurrentTasksPerWorker: tasks,
    workerData: setup,
    resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP_MB },
    recordTiming: false,
  })
  // A worker that fails between two tasks is replaced; one that fails in a task fails that task.
  pool.on('error', () => {})
  return { run: (task) => pool.run(task), end: () => pool.destroy() }
}
