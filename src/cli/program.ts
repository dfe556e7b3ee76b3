import { Command, InvalidArgumentError, Option } from 'commander'
import { credentialKinds } from '../badge/kinds/index.js'
import { mediaTypes } from '../export/index.js'
import { limits } from '../internal/limits.js'
import { maskAddresses } from '../internal/mask.js'
import { parseDateTime } from '../internal/time.js'
import { isTimeZone, meantZone } from '../internal/time-zone.js'
import { jwtFormats, suiteNames } from '../proof/index.js'
import { statusPurposes } from '../status/index.js'
import { languages } from '../texts/index.js'
import { checkClauses, presentationClauses } from '../verify/index.js'
import { batch } from './commands/batch.js'
import { exportCredential } from './commands/export.js'
import { bake, extract, strip } from './commands/images.js'
import { init } from './commands/init.js'
import { issue, kinds, sign } from './commands/issue.js'
import { keygen, keyTypes } from './commands/keygen.js'
import { derive, PRESENTATION_JWT, present } from './commands/present.js'
import { rpc } from './commands/rpc.js'
import { statusCreate, statusSet, statusShow } from './commands/status.js'
import { explainFile, upgrade, verify } from './commands/verify.js'
import { acceptedByDefault, profiles } from './core/accepted.js'
import { cleanLines } from './core/clean.js'
import type { Output, Surroundings } from './core/surroundings.js'
import { version } from './core/version.js'
import { reporters } from './report/index.js'
import { upkeepCommands } from './upkeep-commands.js'

/** What `--suite` takes: embedded proofs, and the two forms of JWT. */
const allSuites: readonly string[] = [...suiteNames, ...jwtFormats]

/** The commands and options. A command that has an exit code of its own leaves it in the state. */
export function program(state: { exitCode: number }, around: Surroundings): Command {
  const root = new Command('badgewright')
    .description('Build, sign, verify, bake and export Open Badges 3.0. Works offline unless --online is given.')
    .version(version)
    .exitOverride()
    .configureHelp({ sortSubcommands: false })
    .configureOutput({
      writeOut: (text) => void around.stdout.write(text),
      writeErr: (text) => void around.stderr.write(maskAddresses(text)),
      // Messages quote arguments, which a script may have from anywhere.
      outputError: (text, write) => write(cleanLines(text)),
      getOutHelpWidth: () => widthOf(around.stdout),
      getErrHelpWidth: () => widthOf(around.stderr),
    })
  const command = (usage: string, description: string): Command =>
    root.command(usage).description(description).exitOverride()
  const suite = (): Option =>
    new Option(
      '--suite <suite>',
      `proof to make (${allSuites.join(', ')}); several make a proof set, which a JWT goes around`,
    ).argParser(collectFrom(allSuites, 'suites'))
  const key = (): Option =>
    new Option('--key <file>', 'key file as `keygen` writes it, JWK or PEM').makeOptionMandatory()
  const out = (what: string): Option => new Option('--out <file>', `where to write ${what}`)
  const zone = (): Option =>
    new Option('--time-zone <name>', 'time zone of the issuer, in which days begin and end (default: UTC)').argParser(
      timeZone,
    )
  const documents = (): Option =>
    new Option('--documents <file>', 'JSON object from URL to document, answered instead of the network')

  command('init', 'make what an issuer publishes on its domain: key, did.json, JWKS and profile')
    .requiredOption('--domain <host>', 'the domain, such as badges.example.org')
    .requiredOption('--out <dir>', 'folder to write into')
    .option('--name <name>', 'name of the issuer')
    .option('--force', 'overwrite an existing key')
    .action((options) => init(options, around))
  command('keygen', 'make a new issuer key and print its DID')
    .addOption(new Option('--type <type>', 'type of the key').choices(Object.keys(keyTypes)).default('ed25519'))
    .addOption(out('the key (mode 0600); without it the key goes to standard output'))
    .option('--seed-file <file>', 'file with the 32 bytes of an Ed25519 seed')
    .option('--force', 'overwrite an existing key')
    .action((options) => keygen(options, around))
  command('issue <draft>', 'turn a draft into a signed credential')
    .addOption(new Option('--kind <kind>', 'what it is a draft of').choices(Object.keys(kinds)).default('badge'))
    .addOption(key())
    .addOption(suite())
    .addOption(out('the credential'))
    .option('--now <time>', 'time of issue', dateTime)
    .addOption(zone())
    .option('--id <id>', 'id of the credential')
    .addOption(
      new Option('--recipient-privacy <how>', 'how the badge names its recipient').choices(['hashed', 'plain', 'none']),
    )
    .addOption(
      new Option(
        '--resource <url=file>',
        'picture or evidence of the badge whose digest is signed; may be repeated',
      ).argParser((value: string, previous: string[] = []) => [...previous, value]),
    )
    .addOption(documents())
    .action((draft, options) => issue(draft, options, around))
  command('sign <credential>', 'sign a credential as it stands')
    .addOption(key())
    .addOption(suite())
    .option('--created <time>', 'time that the proof states', dateTime)
    .option('--verification-method <id>', 'id of the key that the proof names')
    .addOption(
      new Option('--lint <what>', 'what becomes of a badge that no verifier would pass').choices(['refuse', 'off']),
    )
    .addOption(documents())
    .addOption(out('the credential'))
    .action((credential, options) => sign(credential, options, around))
  command('batch <recipients>', 'issue one badge for each row of a CSV file')
    .requiredOption('--achievements <file>', 'JSON object from short name to achievement')
    .requiredOption('--issuer <file>', 'JSON of the issuer')
    .addOption(key())
    .requiredOption('--out <dir>', 'folder to write into')
    .option('--images <dir>', 'folder of the pictures to bake into')
    .option('--now <time>', 'time of issue', dateTime)
    .addOption(zone())
    .option('--workers <n>', 'threads that issue; without it, all is done in one', workerCount)
    .option('--resume', 'go on where an earlier run ended')
    .option('--dry-run', 'check every row and write nothing')
    .action(async (recipients, options) => {
      state.exitCode = await batch(recipients, options, around)
    })
  verifyOptions(command('verify <files...>', 'verify JSON, JWT, PNG, SVG or PDF files'))
    .addOption(new Option('--format <format>', 'form of the report').choices(Object.keys(reporters)).default('text'))
    .option('--record <file>', 'with --online: write every document that was used, for --documents')
    .action(async (files, options) => {
      state.exitCode = await verify(files, options, around)
    })
  command('verify-page', 'write the page that checks badges as one file, which works without a network')
    .addOption(new Option('--lang <language>', 'language of the page').choices(languages).default('en'))
    .addOption(documents())
    .addOption(out('the page (HTML)'))
    .action(async (options) => (await import('./commands/verify-page.js')).verifyPage(options, around))
  verifyOptions(command('upgrade <file>', 'verify a badge of Open Badges 2.0 and make a draft of 3.0 of it'))
    .addOption(out('the draft'))
    .action((file, options) => upgrade(file, options, around))
  command(
    'present <credentials...>',
    'put credentials into a presentation, or take one as it stands, and sign it as their holder',
  )
    .addOption(key())
    .addOption(
      new Option(
        '--suite <suite>',
        `proof to make (${[...suiteNames, PRESENTATION_JWT].join(', ')}); several embedded ones make a proof set`,
      ).argParser(collectFrom([...suiteNames, PRESENTATION_JWT], 'suites')),
    )
    .option('--holder <id>', 'DID or URL of the holder (default: the controller of the key)')
    .option('--challenge <text>', 'what the receiver gave, against replay')
    .option('--domain <text>', 'for whom the presentation is made')
    .option('--expires <time>', 'when its proof stops being valid', dateTime)
    .addOption(documents())
    .addOption(out('the presentation'))
    .action((credentials, options) => present(credentials, options, around))
  command('derive <credential>', 'show only parts of a badge with a base proof (ecdsa-sd-2023)')
    .addOption(
      new Option('--select <pointer>', 'JSON pointer to what is shown; may be repeated').argParser(
        (value: string, previous: string[] = []) => [...previous, value],
      ),
    )
    .addOption(documents())
    .addOption(out('the badge to show'))
    .action((credential, options) => derive(credential, options, around))
  command('bake <image> <credential>', 'bake a credential into a PNG or SVG')
    .requiredOption('--out <file>', 'where to write the image')
    .option('--replace', 'replace the credential that the image holds')
    .action((image, credential, options) => bake(image, credential, options, around))
  command('extract <image>', 'print the credential that an image holds').action((image) => extract(image, around))
  command('strip <image>', 'remove the credential from an image')
    .requiredOption('--out <file>', 'where to write the image')
    .action((image, options) => strip(image, options, around))
  command('export <credential>', 'write a credential in another format')
    .addOption(new Option('--format <format>', 'the format').choices(Object.keys(mediaTypes)).makeOptionMandatory())
    .requiredOption('--out <file>', 'where to write the file')
    .option('--image <file>', 'picture to bake into or to draw')
    .option('--url <url>', 'public page of the badge, for pdf and bundle')
    .option('--recipient-name <name>', 'name on the certificate and cards, for pdf and bundle')
    .action((credential, options) => exportCredential(credential, options, around))
  statusCommands(command('status', 'make status lists, and revoke or suspend with them'), { key, suite, out }, around)
  verifyOptions(command('explain <file>', 'explain in words what is right and wrong with a badge'))
    .option('--trace', 'also show what each proof signs: canonical forms and their hashes')
    .option(
      '--fix',
      'print a JSON Patch (RFC 6902) that mends what can be mended mechanically, in a draft or credential',
    )
    .addOption(zone())
    .action((file, options) => explainFile(file, options, around))
  command('rpc', 'answer requests, one JSON object a line, for programs in other languages')
    .option('--key <file>', 'key to sign with, unless a request brings one')
    .action((options) => rpc(options, around))
  command('serve', 'serve the pages for learners and issuers, and the HTTP API')
    .option('--config <file>', 'JSON with the settings')
    .option('--port <n>', 'port to listen on (default: 8080; 0 for any)', wholeNumber)
    .option('--data <dir>', 'folder for the database, the mail and the keys (default: badgewright-data)')
    .option('--base-url <url>', 'URL under which the pages are reached')
    .option('--storage <url>', 'database of PostgreSQL, postgres://… (default: a file in the data folder)')
    .option(
      '--rotate-secrets',
      "replace the operator's token, those of all issuers, and the secret of sessions and links; end every session",
    )
    .action(async (options) => (await import('./commands/serve.js')).serve(options, around))
  command('work', 'do what is due beside servers: mail, webhooks, reminders, expiry')
    .option('--config <file>', 'JSON with the settings of the servers')
    .option('--data <dir>', 'folder of their keys (default: badgewright-data)')
    .option('--base-url <url>', 'URL under which the pages are reached')
    .option('--storage <url>', 'database of PostgreSQL, postgres://… (default: a file in the data folder)')
    .action(async (options) => (await import('./commands/work.js')).work(options, around))
  upkeepCommands(root, around)
  return root
}

const widthOf = ({ isTTY, columns = 80 }: Output): number => (isTTY ? columns : 80)

function verifyOptions(command: Command): Command {
  return command
    .option('--documents <file>', 'JSON object from URL to document, answered instead of the network')
    .option('--online', 'fetch what is needed (https and public hosts only)')
    .addOption(
      new Option(
        '--allow-host <host>',
        'with --online: a private host or block (10.1.0.0/16) to ask; may be repeated',
      ).argParser((value: string, previous: string[] = []) => [...previous, value]),
    )
    .option('--recipient <value>', 'e-mail address or id that the badge must have been issued to')
    .option('--trust <file>', 'issuers that are trusted: a list or registry in a file, or the URL of a registry')
    .option('--now <time>', 'time to verify at', dateTime)
    .addOption(
      new Option('--require <check>', 'a further check that must pass; may be repeated').argParser(
        collectFrom([...new Set(Object.keys({ ...checkClauses, ...presentationClauses }))], 'checks'),
      ),
    )
    .addOption(
      new Option(
        '--accept <kinds>',
        `kinds of document that may pass: ${credentialKinds.join(', ')}; several with commas (default: ${acceptedByDefault.join(',')})`,
      ).argParser(kindsFrom),
    )
    .addOption(
      new Option('--profile <profile>', 'data model to hold it against (default: that of its kind)').choices(
        Object.keys(profiles),
      ),
    )
    .option('--accept-self-asserted-keys', 'accept keys that only the badge itself vouches for')
    .option('--strict-jwt', 'hold JWTs against every rule of Open Badges 3.0')
    .addOption(
      new Option(
        '--status-issuer <id>',
        'whose status lists count for badges of other issuers too; may be repeated',
      ).argParser((value: string, previous: string[] = []) => [...previous, value]),
    )
    .option('--strict-status-list', 'leave undecided what a list of fewer than 131,072 entries says')
    .addOption(
      new Option('--recipient-match <how>', 'how an address is compared: in either case, or as it is given').choices([
        'folded',
        'exact',
      ]),
    )
    .option('--clock-skew <seconds>', 'tolerance for clocks that differ', wholeNumber)
    .option('--schemas <file>', 'JSON object from URL to JSON Schema, for what badges declare')
    .option('--challenge <text>', 'value that the proof must carry, as it was given to the signer')
    .option('--domain <text>', 'domain that the proof must have been made for')
    .option('--holder <id>', 'who must have made a presentation')
}

/** `status create|set|show`: status lists as files. */
function statusCommands(
  status: Command,
  { key, suite, out }: Record<'key' | 'suite', () => Option> & { readonly out: (what: string) => Option },
  around: Surroundings,
): void {
  const command = (usage: string, description: string): Command =>
    status.command(usage).description(description).exitOverride()
  const statusSize = (): Option =>
    new Option('--status-size <bits>', 'bits of one entry').argParser(wholeNumber).default(1)
  const index = (what: string): Option =>
    new Option('--index <number>', `${what}; may be repeated`).argParser((value, previous: number[] = []) => [
      ...previous,
      wholeNumber(value),
    ])
  const timed = (command: Command): Command =>
    command
      .option('--now <time>', 'time of this state of the list', dateTime)
      .option('--valid-until <time>', 'until when verifiers may rely on it', dateTime)

  timed(command('create', 'make a new list, with every entry 0'))
    .addOption(new Option('--purpose <purpose>', 'what it is for').choices(statusPurposes).makeOptionMandatory())
    .requiredOption('--id <url>', 'the URL where the list will be published')
    .option('--issuer <file>', 'id of the issuer, or the JSON of its profile (default: the controller of the key)')
    .addOption(key())
    .addOption(suite())
    .option('--length <number>', 'number of entries, at least and by default 131072', wholeNumber)
    .addOption(statusSize())
    .option('--ttl <milliseconds>', 'how long verifiers may keep a copy', wholeNumber)
    .addOption(out('the signed list'))
    .action((options) => statusCreate(options, around))
  timed(command('set <list>', 'set entries of a list and sign it again'))
    .addOption(index('the entry').makeOptionMandatory())
    .addOption(new Option('--value <number>', 'the value').argParser(wholeNumber).makeOptionMandatory())
    .addOption(key())
    .addOption(suite())
    .addOption(statusSize())
    .addOption(out('the signed list, by default over the old one'))
    .action((list, options) => statusSet(list, options, around))
  command('show <list>', 'print what a list says')
    .addOption(index('an entry to show, with what a draft needs to name it'))
    .addOption(statusSize())
    .action((list, options) => statusShow(list, options, around))
}

function wholeNumber(value: string): number {
  if (!/^\d{1,15}$/.test(value)) throw new InvalidArgumentError('It must be a whole number.')
  return Number(value)
}

function workerCount(value: string): number {
  if (!/^\d{1,2}$/.test(value) || Number(value) > limits.batchWidth) {
    throw new InvalidArgumentError(`Give a number from 0 to ${limits.batchWidth}.`)
  }
  return Number(value)
}

/** A repeatable option whose values come from a list. */
const kindsFrom = (value: string, previous: readonly string[] = []): readonly string[] => {
  const kinds = value.split(',').map((kind) => kind.trim())
  const unknown = kinds.find((kind) => !(credentialKinds as readonly string[]).includes(kind))
  if (unknown === undefined) return [...previous, ...kinds]
  throw new InvalidArgumentError(`Known kinds are ${credentialKinds.join(', ')}.`)
}

const collectFrom =
  (known: readonly string[], what: string) =>
  (value: string, previous: string[] = []): string[] => {
    if (!known.includes(value)) throw new InvalidArgumentError(`Known ${what} are ${known.join(', ')}.`)
    return [...previous, value]
  }

function timeZone(value: string): string {
  if (isTimeZone(value)) return value
  const guess = meantZone(value)
  throw new InvalidArgumentError(
    `Give a name of the IANA database, such as Europe/Berlin.${guess === undefined ? '' : ` Did you mean ${guess}?`}`,
  )
}

function dateTime(value: string): string {
  if (parseDateTime(value) === null) throw new InvalidArgumentError('Write it like 2026-01-31T12:00:00Z.')
  return value
}
