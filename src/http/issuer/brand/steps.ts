import { isBadgeError } from '../../../errors.js'
import { accentsOf } from '../../../internal/colours.js'
import { defined } from '../../../internal/defined.js'
import { limits } from '../../../internal/limits.js'
import { UTC } from '../../../internal/time-zone.js'
import { type BrandTexts, brandFaults } from '../../../service/core/brand/index.js'
import { timeZoneOf } from '../../site/brand.js'
import { redirect, respondPage } from '../../site/respond-page.js'
import type { Visit } from '../../site/visit.js'
import { type BrandField, type BrandView, brandFields, brandPage } from './page.js'

const notes = ['saved', 'sent'] as const

export async function show(visit: Visit, extra: Partial<BrandView>, status: number): Promise<Response> {
  const asked = notes.find((name) => name === visit.url.searchParams.get('note'))
  const brand = await visit.service.issuers.brand()
  const view: BrandView = {
    values: valuesOf(visit, brand),
    problems: {},
    logoUrl: brand.logo && visit.href(`/assets/${brand.logo.name}`),
    isConfigured: brand.isConfigured,
    testTo: visit.service.options.mail === undefined ? undefined : await ownAddress(visit),
    note: asked && visit.t(`brand.${asked}`),
    ...extra,
  }
  return respondPage(visit, (ui) => brandPage(ui, view), { status })
}

function valuesOf(visit: Visit, brand: BrandTexts): Record<BrandField, string> {
  const { name, colour, from, replyTo, imprintUrl, privacyUrl, footer, postal } = brand
  const values = { name, colour, imprintUrl, privacyUrl, footer, postal }
  const { from: sender, replyTo: answers } = visit.service.options.mailSettings ?? {}
  const given = {
    ...values,
    fromName: (from ?? sender)?.name,
    fromEmail: (from ?? sender)?.address,
    replyTo: (replyTo ?? answers)?.address,
    timeZone: timeZoneOf(visit),
  }
  return Object.fromEntries(brandFields.map((field) => [field, given[field] ?? ''])) as Record<BrandField, string>
}

/** Of the owner who is here, where it is known. */
async function ownAddress({ service, visitor }: Visit): Promise<string> {
  const member = visitor.staff === null ? null : await service.staff.get(visitor.staff.staffId)
  return member?.email ?? visitor.session?.emails[0] ?? ''
}

export async function save(visit: Visit): Promise<Response> {
  const { fields, service } = visit
  const values = Object.fromEntries(brandFields.map((name) => [name, lines(fields.get(name))])) as Record<
    BrandField,
    string
  >
  const testTo = fields.get('testTo')
  const withTest = fields.get('next') === 'test'
  const texts = textsOf(visit, values)
  const problems: Record<string, string> = problemsOf(visit, texts)
  if (values.fromEmail === '' && values.fromName !== '') problems.fromEmail = visit.t('error.address')
  if (withTest && brandFaults({ from: { address: testTo } }).from !== undefined) {
    problems.testTo = visit.t('error.address')
  }
  if (Object.keys(problems).length === 0) {
    try {
      const logo = await fields.file('logo')
      const removeLogo = logo === undefined && fields.get('removeLogo') === 'true'
      await service.issuers.setBrand({ ...texts, removeLogo, ...defined({ logo }) })
      if (withTest) await service.mail.sendTest({ email: testTo, locale: visit.translator.locale })
      return redirect(visit, `/issuer/settings?note=${withTest ? 'sent' : 'saved'}`)
    } catch (error) {
      problems.logo = logoProblem(visit, error)
    }
  }
  return show(visit, { values, problems, testTo }, 422)
}

/** Browsers end lines as mail does. */
const lines = (text: string): string => text.replaceAll(/\r\n?/g, '\n')

/** What the logo was refused for. Everything else is not about a field. */
function logoProblem({ t }: Visit, error: unknown): string {
  const ofLogo = ['ERR_FORMAT_UNKNOWN', 'ERR_IMAGE_CORRUPT', 'ERR_IMAGE_UNSAFE', 'ERR_LIMIT_EXCEEDED'] as const
  if (!ofLogo.some((code) => isBadgeError(error, code))) throw error
  return t('brand.wrongLogo', { size: Math.floor(limits.logoBytes / 1024) })
}

/** What the form says beyond what holds without it: that may go on to change with the configuration. */
function textsOf({ service }: Visit, values: Readonly<Record<BrandField, string>>): BrandTexts {
  const { fromName, fromEmail, replyTo, name, colour, timeZone, imprintUrl, privacyUrl, footer, postal } = values
  const { mailSettings, timeZone: zone = UTC } = service.options
  const text = (value: string, standard = ''): string | undefined =>
    value === '' || value === standard ? undefined : value
  const { from, replyTo: answers } = mailSettings ?? {}
  const isStandard = fromEmail === from?.address && fromName === (from.name ?? '')
  return defined({
    name: text(name),
    colour: text(colour.toLowerCase(), accentsOf(undefined).light.accent),
    timeZone: text(timeZone, zone),
    imprintUrl: text(imprintUrl),
    privacyUrl: text(privacyUrl),
    footer: text(footer),
    postal: text(postal),
    from: fromEmail === '' || isStandard ? undefined : { address: fromEmail, ...defined({ name: text(fromName) }) },
    replyTo: replyTo === '' || replyTo === answers?.address ? undefined : { address: replyTo },
  })
}

/** For each member, the field that it is typed into, and what it says where it is wrong. */
const wrongs = {
  name: ['name', 'brand.wrongText'],
  colour: ['colour', 'brand.wrongColour'],
  from: ['fromEmail', 'error.address'],
  replyTo: ['replyTo', 'error.address'],
  timeZone: ['timeZone', 'brand.wrongZone'],
  imprintUrl: ['imprintUrl', 'brand.wrongUrl'],
  privacyUrl: ['privacyUrl', 'brand.wrongUrl'],
  footer: ['footer', 'brand.wrongText'],
  postal: ['postal', 'brand.wrongText'],
} as const satisfies Record<keyof BrandTexts, readonly [BrandField, string]>

const problemsOf = ({ t }: Visit, texts: BrandTexts): Record<string, string> =>
  Object.fromEntries(
    (Object.keys(brandFaults(texts)) as (keyof BrandTexts)[]).map((name) => {
      const [field, text] = wrongs[name]
      return [field, t(text)]
    }),
  )

export async function sendTest(visit: Visit): Promise<Response> {
  const email = visit.fields.get('testTo')
  try {
    await visit.service.mail.sendTest({ email, locale: visit.translator.locale })
  } catch (error) {
    if (!isBadgeError(error, 'ERR_ADDRESS_INVALID')) throw error
    return show(visit, { problems: { testTo: visit.t('error.address') }, testTo: email }, 422)
  }
  return redirect(visit, '/issuer/settings?note=sent')
}
