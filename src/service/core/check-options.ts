import { BadgeError } from '../../errors.js'
import { defined } from '../../internal/defined.js'
import { limits } from '../../internal/limits.js'
import { checkOptions, needed, number, type OptionTable, whole } from '../../internal/options.js'
import { suiteNames } from '../../internal/suite-names.js'
import { fetchableUrl } from '../../loader/fetch/index.js'
import { languages, negotiate } from '../../texts/index.js'
import { assertMailTexts } from '../../texts/mail/index.js'
import { normalizeAddress } from './address.js'
import { assertBrand, brandRules } from './brand/index.js'
import {
  type BadgeServiceOptions,
  claimPolicies,
  type MailSettings,
  type RetentionSettings,
  type WebhookEndpoint,
} from './options.js'
import type { MailAdapter, MailAddress } from './ports/index.js'
import { eventTypes } from './records/index.js'
import { readWebhookSecrets } from './webhook-secret.js'

const address = { address: needed('text'), name: 'text' } as const satisfies OptionTable<MailAddress>

const days = number(0, 36_500)

const retention = {
  unclaimedDays: days,
  messageDays: days,
  tokenDays: days,
  applicationDays: days,
  eventDays: days,
} as const satisfies OptionTable<RetentionSettings>

const mailSettings = {
  from: needed({ members: address }),
  replyTo: { members: address },
  perMinute: number(0),
  perDomainPerMinute: whole(1),
  atOnce: { from: 1, to: limits.mailAtOnce, whole: true },
  maxAttempts: whole(1),
  texts: 'object',
  picture: ['cid', 'none'],
  reminderDays: { each: days },
  expiryDays: { each: days },
} as const satisfies OptionTable<MailSettings>

const endpoint = {
  url: needed('url'),
  secret: needed('text or texts'),
  events: { each: eventTypes },
} as const satisfies OptionTable<WebhookEndpoint>

const options = {
  signer: needed({ methods: ['sign'] }),
  findSigner: 'function',
  storage: needed({ methods: ['get', 'commit', 'query', 'lease', 'close'] }),
  relay: { methods: ['push'] },
  baseUrl: needed('text'),
  mail: { methods: ['send'] },
  notifier: { methods: ['notify'] },
  auth: { methods: ['identify'] },
  passkeys: { methods: ['verifyNew', 'verify'] },
  blobs: { methods: ['put', 'get', 'delete'] },
  clock: 'function',
  secret: 'text or bytes',
  mailSettings: { members: mailSettings },
  brand: { members: brandRules satisfies OptionTable<NonNullable<BadgeServiceOptions['brand']>> },
  locale: 'language tag',
  timeZone: 'time zone',
  claimPolicy: claimPolicies,
  offerDays: days,
  undoHours: number(0, 876_000),
  recipientPrivacy: ['hashed', 'plain', 'none'],
  sign: {
    members: {
      suite: { either: [suiteNames, { each: suiteNames }] },
      contexts: 'map',
      documents: 'map',
      verificationMethod: 'text',
    } satisfies OptionTable<NonNullable<BadgeServiceOptions['sign']>>,
  },
  statusTtlSeconds: number(0),
  statusPublishSeconds: number(0),
  statusListLength: whole(1),
  onEvent: 'function',
  onError: 'function',
  webhooks: {
    members: { endpoints: needed({ each: { members: endpoint } }), fetch: 'function' } satisfies OptionTable<
      NonNullable<BadgeServiceOptions['webhooks']>
    >,
  },
  approval: {
    members: { required: 'boolean', own: 'boolean' } satisfies OptionTable<
      NonNullable<BadgeServiceOptions['approval']>
    >,
  },
  retention: { members: retention },
} as const satisfies OptionTable<BadgeServiceOptions>

/** Refuses what no service could work with, or what would not do what it says. Throws `ERR_ARGUMENT_INVALID`. */
export function checkServiceOptions(given: BadgeServiceOptions): void {
  checkOptions(given, options)
  const { mail, mailSettings, locale, webhooks, signer, secret } = given
  if (mail !== undefined && mailSettings === undefined) {
    throw wrong('With `mail`, `mailSettings.from` must say who the mail comes from.')
  }
  for (const [name, one] of Object.entries({ from: mailSettings?.from, replyTo: mailSettings?.replyTo })) {
    if (one !== undefined) assertAddress(`mailSettings.${name}.address`, one.address)
  }
  if (mail !== undefined) assertAdapterLimits(mail)
  assertBrand(given.brand ?? {})
  assertMailTexts(mailSettings?.texts ?? {})
  const spoken = [...languages, ...Object.keys(mailSettings?.texts ?? {})]
  if (locale !== undefined && negotiate([locale], spoken, undefined) === undefined) {
    throw wrong(`There are no texts in \`locale\`; there are ${spoken.join(', ')}.`)
  }
  assertEndpoints(webhooks)
  if (secret === undefined && signer.type !== 'Ed25519') {
    throw wrong('Pass `secret`: it can be derived from an Ed25519 key only, whose signatures are always the same.')
  }
}

/** An adapter has members of its own; these two are held against what the settings may say. */
const assertAdapterLimits = ({ atOnce, perMinute }: MailAdapter): void =>
  checkOptions(defined({ atOnce, perMinute }), {
    atOnce: mailSettings.atOnce,
    perMinute: mailSettings.perMinute,
  })

function assertEndpoints(webhooks: BadgeServiceOptions['webhooks']): void {
  const urls = new Set<string>()
  for (const { url, secret } of webhooks?.endpoints ?? []) {
    try {
      fetchableUrl(url, webhooks?.fetch?.allowsHost)
    } catch (cause) {
      throw wrong('The `url` of a webhook must be an https URL of a public host, or of one that `fetch` allows.', cause)
    }
    if (url.includes('#')) throw wrong('The `url` of a webhook has no fragment (`#…`): none is ever sent.')
    if (urls.has(url)) throw wrong('Two webhooks have the same `url`.')
    urls.add(url)
    readWebhookSecrets(secret)
  }
}

function assertAddress(name: string, address: string): void {
  try {
    normalizeAddress(address)
  } catch (cause) {
    throw new BadgeError('ERR_ARGUMENT_INVALID', `\`${name}\` must be an e-mail address: a name, @ and a domain.`, {
      cause,
    })
  }
}

const wrong = (message: string, cause?: unknown): BadgeError =>
  new BadgeError('ERR_ARGUMENT_INVALID', message, defined({ cause }))
