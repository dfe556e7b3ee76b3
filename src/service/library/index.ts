import { subjectOf } from '../core/ids.js'
import { historyOf } from '../core/log.js'
import type { StepsOf } from '../core/steps.js'
import { duplicateBadge, getSaved, listSaved, retireBadge, saveBadge, savedPicture, setSkills } from './library.js'
import { previewMail } from './mail.js'
import { addSkills, findSkills, listFrameworks, removeSkills } from './skills.js'
import type { LibrarySteps } from './types.js'

export const librarySteps: StepsOf<LibrarySteps> = {
  save: saveBadge,
  setSkills,
  history: (context, id) => historyOf(context, subjectOf('saved-badge', id)),
  duplicate: duplicateBadge,
  retire: retireBadge,
  get: getSaved,
  list: listSaved,
  picture: savedPicture,
  mail: previewMail,
  addSkills,
  frameworks: listFrameworks,
  findSkills,
  removeSkills,
}

export { libraryInputs } from './inputs.js'
