import { passkeys } from '../../src/adapters/auth/passkeys.js'
import type { HandlerOptions } from '../../src/http/index.js'
import type { BadgeServiceOptions } from '../../src/service/index.js'
import { Authenticator, type Curve, type Mischief } from '../support/authenticator.js'
import { type Answer, attribute, type browser, elements } from './client.js'
import { offerTo, signIn as signInByMail, type TestSite, testSite } from './site.js'

export type Visitor = ReturnType<typeof browser>

export const ORIGIN = 'https://badges.example'

export const passkeySite = async (
  options: Partial<BadgeServiceOptions> = {},
  handlerOptions: HandlerOptions = {},
): Promise<TestSite> =>
  testSite({ auth: { identify: async () => null }, ...handlerOptions }, { passkeys: await passkeys(), ...options })

export const device = (counts = true): Authenticator => new Authenticator(ORIGIN, counts)

/** The value that the forms of a page carry. */
export async function formKey(visitor: Visitor): Promise<string> {
  const page = await visitor.get('/verify')
  const csrf = elements(page.text).find((row) => attribute(row, 'name') === 'form')
  return (csrf && attribute(csrf, 'value')) ?? ''
}

/** Posts a form as a page of ours would. */
export async function post(
  visitor: Visitor,
  path: string,
  fields: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const body = new URLSearchParams({ form: await formKey(visitor), ...fields })
  return visitor.send(`/app${path}`, { method: 'POST', body, headers: { 'sec-fetch-site': 'same-origin' } })
}

export async function optionsFrom(visitor: Visitor, path: string): Promise<Record<string, unknown>> {
  const answer = await post(visitor, path)
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`)
  return JSON.parse(answer.text) as Record<string, unknown>
}

/** Makes a passkey for the account that the visitor is signed in to. */
export async function addPasskey(
  visitor: Visitor,
  authenticator: Authenticator,
  { curve = 'P-256', name = 'My phone', ...mischief }: Mischief & { curve?: Curve; name?: string } = {},
): Promise<Answer> {
  const options = await optionsFrom(visitor, '/account/passkeys/options')
  const answer = authenticator.create(options, curve, mischief)
  return post(visitor, '/account/passkeys', { name, answer: JSON.stringify(answer) })
}

/** Signs in with the passkey that the device has made last. */
export async function enter(
  visitor: Visitor,
  authenticator: Authenticator,
  mischief: Mischief & { readonly returnTo?: string } = {},
): Promise<Answer> {
  const { returnTo = '', ...rest } = mischief
  const options = await optionsFrom(visitor, '/sign-in/passkey/options')
  return post(visitor, '/sign-in/passkey', { returnTo, answer: JSON.stringify(authenticator.get(options, rest)) })
}

export const isIn = async (visitor: Visitor): Promise<boolean> => (await visitor.get('/account')).status === 200

/** Signs in by a mailed link, which only those get who have a badge. */
export async function signIn(site: TestSite, visitor: Visitor, email = 'kim@learner.example'): Promise<void> {
  await offerTo(site, email)
  const page = await signInByMail(site, visitor, email)
  if (page.status !== 200) throw new Error(`signing in: ${page.status}`)
}

/** Somebody with an account and a passkey, in two browsers: one signed in by mail, one by nothing. */
export async function withPasskey(site: TestSite, email = 'kim@learner.example', curve: Curve = 'P-256') {
  const visitor = site.visitor()
  await signIn(site, visitor, email)
  const authenticator = device()
  const added = await addPasskey(visitor, authenticator, { curve })
  return { visitor, authenticator, added, fresh: site.visitor() }
}

/** The account of an address. */
export async function personOf(site: TestSite, email = 'kim@learner.example') {
  const { records } = await site.storage.query({ collection: 'people', limit: 100 })
  const found = records.find(({ value }) => JSON.stringify(value).includes(email))
  if (found === undefined) throw new Error('no such account')
  return found.key
}

export const passkeyIdsOf = async ({ service }: TestSite, personId: string): Promise<string[]> =>
  (await service.people.passkeys(personId)).map(({ id }) => id)
