import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { BadgeError } from '../../errors.js'
import { concatBytes, utf8Encode } from '../../internal/bytes.js'
import { limits } from '../../internal/limits.js'
import { resolveInstalled } from '../installed/index.js'

type NodeProcesses = Pick<typeof import('node:child_process'), 'spawn'>
type NodeFiles = Pick<typeof import('node:fs'), 'readFileSync'>

// Not imported, so that bundles for browsers have no trace of Node's modules.
const nodeProcesses = () => globalThis.process?.getBuiltinModule?.('node:child_process') as NodeProcesses | undefined
const nodeFiles = () => globalThis.process?.getBuiltinModule?.('node:fs') as NodeFiles | undefined

/** How the other process ends when the picture would have more pixels than are allowed. */
const TOO_LARGE = 3

/** SVG comes in, PNG goes out. What is narrower than a pixel has no width in whole pixels. */
const PROGRAM = `
const [, path, width, pixels] = process.argv
const parts = []
process.stdin.on('data', (part) => parts.push(part)).on('end', () => {
  const { Resvg } = require(path)
  const drawing = new Resvg(Buffer.concat(parts), {
    font: { loadSystemFonts: false },
    fitTo: { mode: 'width', value: Number(width) },
  })
  if (drawing.width < 1 || (drawing.height / drawing.width) * width ** 2 > pixels) process.exit(${TOO_LARGE})
  process.stdout.write(drawing.render().asPng())
})`

/**
 * Draws the SVG of a stranger in a process of its own, and ends that when it takes too long or too much memory. Anyone who
 * draws in native code cannot be interrupted: a pattern as wide as a street would take all memory there is, and a filter
 * a processor for hours.
 *
 * @param svg - cleaned, so that nothing in it leads out of it
 */
export async function renderApart(svg: string, width: number): Promise<Uint8Array> {
  const path = resolveInstalled('@resvg/resvg-js')
  const processes = nodeProcesses()
  if (path === undefined || processes === undefined) throw unrenderable('There is no process to draw it in.')
  const args = ['--input-type=commonjs', '-e', PROGRAM, path, String(width), String(limits.artPixels)]
  const child = processes.spawn(process.execPath, args, {
    // What is set for this process (a debugger, a loader) is not for that one.
    env: { ...process.env, NODE_OPTIONS: '' },
    windowsHide: true,
  })
  return outputOf(child, svg)
}

const tooMuch = (what: string): BadgeError =>
  new BadgeError('ERR_LIMIT_EXCEEDED', `The drawing takes too ${what} to render; make it simpler.`)

const unrenderable = (cause: unknown): BadgeError =>
  new BadgeError('ERR_IMAGE_CORRUPT', 'The drawing could not be rendered.', { cause })

/** How often the memory of the other process is looked at. */
const LOOK_MS = 50

function outputOf(child: ChildProcessWithoutNullStreams, svg: string): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const parts: Uint8Array[] = []
    let bytes = 0
    const end = (error: BadgeError): void => {
      child.kill('SIGKILL')
      reject(error)
    }
    const late = setTimeout(() => end(tooMuch('long')), limits.artMilliseconds)
    const watch = setInterval(() => {
      if (memoryOf(child.pid) > limits.artMemory) end(tooMuch('much memory'))
    }, LOOK_MS)
    child.stdout.on('data', (part: Uint8Array) => {
      bytes += part.length
      if (bytes > limits.pngBytes) end(tooMuch('much room'))
      else parts.push(part)
    })
    child.stderr.resume()
    // Gone before it has read everything: `close` tells why.
    child.stdin.on('error', () => {})
    child.stdin.end(utf8Encode(svg))
    const over = (): void => {
      clearTimeout(late)
      clearInterval(watch)
    }
    child.on('error', (cause) => {
      over()
      reject(unrenderable(cause))
    })
    child.on('close', (code, signal) => {
      over()
      if (code === 0 && bytes > 0) resolve(concatBytes(...parts))
      else if (code === TOO_LARGE) {
        reject(new BadgeError('ERR_LIMIT_EXCEEDED', `A picture has at most ${limits.artPixels} pixels.`))
      } else reject(unrenderable(`The renderer ended with ${signal ?? code}.`))
    })
  })
}

const PAGE_BYTES = 4096

/** Resident bytes of a process, on Linux; elsewhere its time alone is limited. */
function memoryOf(pid: number | undefined): number {
  try {
    const [, pages = '0'] = nodeFiles()?.readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ') ?? []
    return Number(pages) * PAGE_BYTES
  } catch {
    return 0
  }
}
