/** A thread that ends the process when one input takes too long, since a loop cannot be interrupted from within. */
import { Worker } from 'node:worker_threads'

export interface Watchdog {
  /** An input is taken up: `bytes` are kept for the report. */
  begin(bytes: Uint8Array): void
  close(): Promise<void>
}

const MOST = 1024 * 1024

/** @param file - where the input that hung is written */
export function startWatchdog(file: string, milliseconds: number): Watchdog {
  const state = new SharedArrayBuffer(8)
  const input = new SharedArrayBuffer(MOST)
  const [counter, length] = [new Int32Array(state, 0, 1), new Int32Array(state, 4, 1)]
  const worker = new Worker(
    `const { workerData: { state, input, file, milliseconds } } = require('node:worker_threads')
     const fs = require('node:fs')
     const [counter, length] = [new Int32Array(state, 0, 1), new Int32Array(state, 4, 1)]
     let [last, since] = [0, Date.now()]
     setInterval(() => {
       const now = Atomics.load(counter, 0)
       if (now !== last) [last, since] = [now, Date.now()]
       else if (now > 0 && Date.now() - since > milliseconds) {
         fs.writeFileSync(file, new Uint8Array(input).slice(0, Atomics.load(length, 0)))
         fs.writeSync(2, 'HUNG: ' + file + '\\n')
         process.kill(process.pid, 'SIGKILL')
       }
     }, 500)`,
    { eval: true, workerData: { state, input, file, milliseconds } },
  )
  worker.unref()
  return {
    begin(bytes) {
      const kept = bytes.subarray(0, MOST)
      new Uint8Array(input).set(kept)
      Atomics.store(length, 0, kept.length)
      Atomics.add(counter, 0, 1)
    },
    close: async () => {
      await worker.terminate()
    },
  }
}
