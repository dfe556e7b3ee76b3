import { mkdir, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { BadgeError } from '../errors.js'
import { systemReason } from './system-reason.js'

/** Makes a folder and those above it, where they are missing; throws `ERR_FILE_UNWRITABLE`. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await make(resolve(path))
  } catch (cause) {
    throw new BadgeError('ERR_FILE_UNWRITABLE', `The folder ${path} could not be made: ${systemReason(cause)}.`, {
      cause,
    })
  }
}

/** Step by step: `mkdir` of Node with `recursive` never ends where a file system takes no folders, such as /proc. */
async function make(path: string): Promise<void> {
  try {
    await mkdir(path)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT' && dirname(path) !== path) {
      await make(dirname(path))
      await mkdir(path)
    } else if (!(await isFolder(path))) throw cause
  }
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
