import { join } from 'node:path'
import { postgresStorage, sqliteStorage } from '../../adapters/embedded/index.js'
import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import type { OptionTable } from '../../internal/options.js'
import { needed, whole } from '../../internal/options.js'
import type { StorageAdapter } from '../../service/index.js'

/** A database of PostgreSQL, which several servers and workers share. */
export interface DatabaseSettings {
  readonly url: string
  readonly schema?: string
  readonly connections?: number
}

export const databaseRules = {
  url: needed('some text'),
  schema: 'some text',
  connections: whole(1),
} as const satisfies OptionTable<DatabaseSettings>

/** Name of the file in the data folder that has the records, where no database is named. */
export const DATABASE_FILE = 'badges.db'

/** The database as it is named in the configuration or on the command line; throws `ERR_USAGE`. */
export function readDatabase(given: string | DatabaseSettings | undefined): DatabaseSettings | undefined {
  if (given === undefined) return undefined
  const settings = typeof given === 'string' ? { url: given } : given
  // What is given may hold a password, so it is not repeated.
  if (/^postgres(ql)?:\/\//.test(settings.url) && URL.canParse(settings.url)) return settings
  throw new BadgeError(
    'ERR_USAGE',
    '"storage" must be a URL of PostgreSQL, postgres://USER@HOST/DATABASE. Without it the records are in a file of the data folder.',
  )
}

/** Opens the records of a server. */
export const openStorage = ({
  storage,
  data,
}: {
  readonly storage: DatabaseSettings | undefined
  readonly data: string
}): Promise<StorageAdapter> =>
  storage === undefined
    ? sqliteStorage({ file: join(data, DATABASE_FILE) })
    : postgresStorage({ url: storage.url, ...defined({ schema: storage.schema, connections: storage.connections }) })
