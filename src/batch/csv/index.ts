export { fileKindOf } from './file-kind.js'
export { columns, type Door } from './heading.js'
export { type CsvRow, type CsvWarning, readCsv } from './read-csv.js'
export { draftOf, noSuchAchievement, recipientOf, rowChecker } from './recipients.js'
