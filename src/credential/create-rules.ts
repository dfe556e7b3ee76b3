import { createRules } from '../internal/option-tables.js'
import type { OptionTable } from '../internal/options.js'
import type { CreateOptions } from './create.js'

const rules = createRules satisfies OptionTable<CreateOptions>
const { salt: _, recipientPrivacy: __, ...ofOthers } = rules

type Names = readonly (keyof CreateOptions)[]
/** The options of badges, of learner records, and of endorsements, which have no recipient. */
export const badgeOptions = Object.keys(rules) as Names
export const clrOptions = badgeOptions.filter((name) => name !== 'resources')
export const endorsementOptions = (Object.keys(ofOthers) as Names).filter((name) => name !== 'resources')
