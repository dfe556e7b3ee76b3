import { defined } from '../internal/defined.js'
import { limits } from '../internal/limits.js'
import type { BadgeService } from '../service/index.js'
import { type InputOf, type Operation, operation, pictureFrom } from './operation.js'
import { flag, input, output, text } from './schema.js'
import { members } from './schemas.js'

const address = (description: string) => ({
  ...input({ address: text('The address.', limits.address) }, { name: text('The name beside it.', limits.personName) }),
  description,
})

const texts = {
  name: text('Name on pages and in mails.', limits.brandName),
  colour: text('`#rrggbb`.', limits.brandName),
  from: address('Whom mail comes from.'),
  replyTo: address('Where answers go.'),
  timeZone: text('A name of the IANA database.', limits.brandName),
  imprintUrl: text('Page that says who is responsible.', limits.brandUrl),
  privacyUrl: text('Page that says what becomes of data.', limits.brandUrl),
  footer: text('At the foot of every page.', limits.brandText),
  postal: text('Address by post.', limits.brandText),
} as const

const Brand = output(
  { configured: flag('It is in the configuration of the server, and is changed there.') },
  {
    ...texts,
    logo: output({ name: text('Its file under `/assets/`.'), mediaType: text('Media type.') }),
  },
)

/** How the issuer appears. */
export const brandOperations: readonly Operation[] = [
  operation({
    name: 'issuers.brand',
    summary: 'How the issuer appears on pages and in mails.',
    access: 'issuer',
    actions: ['brand'],
    input: input(),
    output: Brand,
    errors: [],
    run: async ({ service }) => brandJson(await service.issuers.brand()),
  }),
  operation({
    name: 'issuers.setBrand',
    summary: 'Sets how the issuer appears: what is left out is removed, except the logo.',
    access: 'issuer',
    actions: ['brand'],
    input: input(
      {},
      {
        ...texts,
        logo: text('PNG, SVG or JPEG in base64.', Math.ceil(limits.logoBytes / 3) * 4),
        removeLogo: flag('There is no logo from now on.', false),
      },
    ),
    output: Brand,
    errors: ['ERR_FORMAT_UNKNOWN', 'ERR_IMAGE_CORRUPT', 'ERR_IMAGE_UNSAFE', 'ERR_STAGE_INVALID'],
    run: async (
      { service },
      { logo, ...given }: Omit<InputOf<'issuers', 'setBrand'>, 'logo'> & { readonly logo?: string },
    ) => {
      await service.issuers.setBrand({
        ...given,
        ...defined({ logo: logo === undefined ? undefined : pictureFrom(logo) }),
      })
      return brandJson(await service.issuers.brand())
    },
  }),
  operation({
    name: 'mail.sendTest',
    summary: 'Mails a message that shows how mail looks.',
    access: 'issuer',
    actions: ['brand'],
    input: input({ email: members.email }, { locale: members.locale }),
    errors: ['ERR_ADDRESS_INVALID', 'ERR_STAGE_INVALID'],
    run: ({ service }, given: InputOf<'mail', 'sendTest'>) => service.mail.sendTest(given),
  }),
]

function brandJson({ key: _, isConfigured, logo, ...brand }: Awaited<ReturnType<BadgeService['issuers']['brand']>>) {
  return {
    ...brand,
    ...defined({ logo: logo && { name: logo.name, mediaType: logo.mediaType } }),
    configured: isConfigured,
  }
}
