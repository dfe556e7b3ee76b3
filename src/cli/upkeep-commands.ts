import { type Command, InvalidArgumentError } from 'commander'
import type { Surroundings } from './core/surroundings.js'

/** `keys`: what is done with the data of a server, whether it runs or not. */
export function upkeepCommands(root: Command, around: Surroundings): void {
  const keys = root.command('keys').description('the keys of a server: list, check, rotate, remove').exitOverride()
  const withFolder = (command: Command): Command =>
    command
      .exitOverride()
      .option('--config <file>', 'JSON with the settings of the server')
      .option('--data <dir>', 'its data folder (default: badgewright-data)')
  const command = (usage: string, description: string): Command =>
    withFolder(keys.command(usage).description(description)).option(
      '--documents <file>',
      'documents of earlier issuers: JSON object from URL to document',
    )
  withFolder(keys.command('list').description('print the keys that are published, and which of them signs')).action(
    async (options) => (await import('./commands/keys.js')).keysList(options, around),
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
}

function seconds(value: string): number {
  if (!/^\d{1,7}$/.test(value)) throw new InvalidArgumentError('It must be a whole number of seconds.')
  return Number(value)
}
