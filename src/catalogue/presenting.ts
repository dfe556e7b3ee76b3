import { limits } from '../internal/limits.js'
import type { BadgeService } from '../service/index.js'
import { found, type InputOf, type Operation, operation } from './operation.js'
import { flag, id, input, listOf, oneOf, output, text, time } from './schema.js'

const Asked = output(
  {
    id: text('Id.'),
    name: text('Who asks, as wallets name them.'),
    achievementIds: listOf(text('Id of an achievement.')),
    issuerIds: listOf(text('Id of an issuer.')),
    createdAt: time('When.'),
    expiresAt: time('Until when it can be answered.'),
    state: oneOf('What became of it.', ['open', 'answered', 'decided', 'expired']),
    page: text('For a QR code: what a camera opens, and a wallet reads.'),
    links: output({ there: text('For a wallet on another device.'), here: text('For a wallet on this device.') }),
    signed: flag('Whether wallets fetch a signed request; if not, all of it is in the link.'),
  },
  {
    achievementName: text('What it is called.'),
    way: oneOf('By which way it was answered.', ['here', 'there', 'exchange']),
    verdict: output(
      { outcome: oneOf('What is to be said of the answer.', ['shown', 'refused', 'unclear']) },
      {
        code: text('Why it is not `shown`.'),
        holder: oneOf('Who has shown it.', ['proven', 'address', 'unproven']),
        achievementName: text('What the badge is for.'),
        issuerId: text('Who has awarded it.'),
        issuerName: text('What they are called.'),
        recipientName: text('The name in it.'),
        validFrom: text('From when it is valid.'),
        validUntil: text('Until when.'),
      },
    ),
    confirmed: oneOf('How it is known who answered; `skipped`: it is not.', ['browser', 'number', 'skipped']),
    number: text('What the device of the one who has answered shows: compare it.'),
  },
  'A request for a badge, and what became of it.',
)

type View = NonNullable<Awaited<ReturnType<BadgeService['presenting']['look']>>>

/** Asking people for badges in their wallets. */
export const presentingOperations: readonly Operation[] = [
  operation({
    name: 'presenting.ask',
    summary: 'Asks for a badge in somebody’s wallet: a request that is open for minutes and for one answer.',
    access: 'issuer',
    actions: ['read'],
    input: input(
      {
        achievementIds: {
          ...listOf(text('Id.', limits.issuerId), 'A badge of any of these achievements.', limits.askedIds),
          minItems: 1,
        },
      },
      {
        achievementName: text('What it is called, for the pages.', limits.title),
        issuerIds: listOf(
          text('Id.', limits.issuerId),
          'Issuers whose badges count. Default: that of the service.',
          limits.askedIds,
        ),
        name: text('Who asks, as wallets name them. Default: the issuer.', limits.brandName),
        holder: text('DID of the one person whose answer counts. Default: anybody’s.', limits.issuerId),
      },
    ),
    output: Asked,
    errors: [],
    run: ({ service }, given: InputOf<'presenting', 'ask'>): Promise<View> => service.presenting.ask(given),
  }),
  operation({
    name: 'presenting.look',
    summary: 'What became of a request for a badge that a program has made.',
    access: 'issuer',
    actions: ['read'],
    input: input({ id: id('Id of the request.') }),
    output: Asked,
    errors: ['ERR_RECORD_NOT_FOUND'],
    run: async ({ service }, given: { id: string }): Promise<View> =>
      found(await service.presenting.look({ id: given.id }), 'request'),
  }),
]
