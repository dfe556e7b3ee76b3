import { needed } from '../../internal/options.js'
import { type InputsOf, members } from '../core/inputs.js'
import type { StepsOf } from '../core/steps.js'
import { readBackup } from './read.js'
import { checkBackup, restoreBackup } from './restore.js'
import type { BackupSteps } from './types.js'

export const backupSteps: StepsOf<BackupSteps> = { read: readBackup, check: checkBackup, restore: restoreBackup }

export const backupInputs = {
  read: [],
  check: [members({ parts: needed('rows') })],
  restore: [members({ parts: needed('rows'), sendWaiting: 'boolean' })],
} as const satisfies InputsOf<BackupSteps>
