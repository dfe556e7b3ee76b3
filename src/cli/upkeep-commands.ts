import { type Command, InvalidArgumentError } from 'commander'
import type { Surroundings } from './core/surroundings.js'

/** `backup`, `restore`, `offer`, `keys` and `issuers`: what is done with the data of a server, whether it runs or not. */
export function upkeepCommands(root: Command, around: Surroundings): void {
  const withFolder = (command: Command): Command =>
    command
      .exitOverride()
      .option('--config <file>', 'JSON with the settings of the server')
      .option('--data <dir>', 'its data folder (default: badgewright-data)')
      .option('--storage <url>', 'its database of PostgreSQL, if it has one')
  const passphrase = (command: Command): Command =>
    command.option('--passphrase-file <file>', 'file with the passphrase that encrypts the backup')
  passphrase(
    withFolder(root.command('backup').description('write all that a server keeps into one file, while it runs')),
  )
    .requiredOption('--out <file>', 'the file to write (mode 0600)')
    .option('--force', 'write over a file that is there')
    .action(async (options) => (await import('./commands/backup.js')).backup(options, around))
  passphrase(
    root.command('restore <backup>').description('make the data folder of a server of a backup').exitOverride(),
  )
    .requiredOption('--data <dir>', 'the folder to make')
    .option('--storage <url>', 'an empty database of PostgreSQL for the records (default: a file in the folder)')
    .option('--replace', 'move a folder that is there aside')
    .option('--send-waiting', 'send the mail that waited when the backup was made')
    .action(async (file, options) => (await import('./commands/backup.js')).restore(file, options, around))
  withFolder(
    root.command('offer <badge>').description('hold a badge that was claimed out to a wallet, for ten minutes'),
  )
    .option('--without-code', 'ask the wallet for no code of six digits: then the link alone gives the badge')
    .option('--unbound', 'hand the badge over as it is, bound to no key of the wallet')
    .option('--json', 'print one JSON object')
    .action(async (id, options) => (await import('./commands/offer.js')).offer(id, options, around))
  const keys = root.command('keys').description('the keys of a server: list, check, rotate, remove').exitOverride()
  const ofIssuer = (usage: string, description: string): Command =>
    withFolder(keys.command(usage).description(description)).option(
      '--issuer <name>',
      'an issuer beside that of the server, by its name in the settings',
    )
  const command = (usage: string, description: string): Command =>
    ofIssuer(usage, description).option(
      '--documents <file>',
      'documents of earlier issuers: JSON object from URL to document',
    )
  ofIssuer('list', 'print the keys that are published, and which of them signs').action(async (options) =>
    (await import('./commands/keys.js')).keysList(options, around),
  )
  command('check', 'verify every stored badge and status list with the keys that are published').action(
    async (options) => (await import('./commands/keys.js')).keysCheck(options, around),
  )
  command('rotate', 'let a new key sign; those before it stay published')
    .option('--lead <seconds>', 'how long it is published before it signs (default: 300)', seconds)
    .action(async (options) => (await import('./commands/keys.js')).keysRotate(options, around))
  command('remove <id>', 'publish a key no longer, if no stored badge needs it').action(async (id, options) =>
    (await import('./commands/keys.js')).keysRemove(id, options, around),
  )
  const issuers = root
    .command('issuers')
    .description('the issuers beside that of a server: list them, remove one for good')
    .exitOverride()
  withFolder(
    issuers.command('list').description('print the issuers that are stored, and which of them are retired'),
  ).action(async (options) => (await import('./commands/issuers.js')).issuersList(options, around))
  withFolder(
    issuers
      .command('remove <name>')
      .description('remove its keys, status lists and stored credentials; what it issued can be verified no longer'),
  )
    .option('--yes', 'do it; without this, only what would be removed is said')
    .action(async (name, options) => (await import('./commands/issuers.js')).issuersRemove(name, options, around))
}

function seconds(value: string): number {
  if (!/^\d{1,7}$/.test(value)) throw new InvalidArgumentError('It must be a whole number of seconds.')
  return Number(value)
}
