/**
 * The program of the forms that make a passkey or ask for one. It shows them where the browser knows passkeys, asks the
 * server for a challenge when somebody presses the button, and sends what the device answers with the form.
 */

type Json = Readonly<Record<string, unknown>>

const bytesOf = (text: string): ArrayBuffer => {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (character) => character.charCodeAt(0)).buffer
}

const textOf = (bytes: ArrayBuffer): string => {
  let binary = ''
  for (const byte of new Uint8Array(bytes)) binary += String.fromCharCode(byte)
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** Not all browsers have `parseRequestOptionsFromJSON` and its like. */
const withBytes = (list: unknown): PublicKeyCredentialDescriptor[] =>
  (list as { id: string }[]).map((row) => ({ ...row, id: bytesOf(row.id) }) as PublicKeyCredentialDescriptor)

const requestOf = (json: Json): PublicKeyCredentialRequestOptions => ({
  ...json,
  challenge: bytesOf(json.challenge as string),
  allowCredentials: withBytes(json.allowCredentials),
})

const creationOf = (json: Json): PublicKeyCredentialCreationOptions => {
  const { user, ...rest } = json as Json & { readonly user: { readonly id: string } }
  return {
    ...rest,
    challenge: bytesOf(json.challenge as string),
    user: { ...user, id: bytesOf(user.id) },
    excludeCredentials: withBytes(json.excludeCredentials),
  } as PublicKeyCredentialCreationOptions
}

/** What the form sends: the members of a credential that the server looks at. */
function answerOf({ id, rawId, type, response }: PublicKeyCredential): string {
  const fields: Record<string, unknown> = {}
  for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    const bytes = (response as unknown as Record<string, ArrayBuffer | null | undefined>)[name]
    if (bytes instanceof ArrayBuffer) fields[name] = textOf(bytes)
  }
  // An assertion that was made with an attestation object has one that says nothing new.
  if ('getTransports' in response) fields.transports = (response as AuthenticatorAttestationResponse).getTransports()
  return JSON.stringify({ id, rawId: textOf(rawId), type, response: fields })
}

/** The one question that is open: another press of the button takes its place. */
interface Asking {
  stop: AbortController
}

/** With `mediation: 'conditional'` the browser offers its passkeys in the field for the address, and asks nobody. */
async function ask(
  box: HTMLElement,
  form: HTMLFormElement,
  asking: Asking,
  mediation: CredentialMediationRequirement = 'optional',
): Promise<void> {
  asking.stop.abort()
  asking.stop = new AbortController()
  const { signal } = asking.stop
  const csrf = new FormData(form).get('form')
  const answer = await fetch(box.dataset.options ?? '', {
    method: 'POST',
    body: new URLSearchParams({ form: typeof csrf === 'string' ? csrf : '' }),
    credentials: 'same-origin',
    signal,
  })
  if (!answer.ok) throw new Error('No challenge.')
  const options = (await answer.json()) as Json
  const credential =
    box.dataset.passkey === 'create'
      ? await navigator.credentials.create({ publicKey: creationOf(options), signal })
      : await navigator.credentials.get({ publicKey: requestOf(options), signal, mediation })
  const field = form.elements.namedItem('answer')
  if (!(credential instanceof PublicKeyCredential) || !(field instanceof HTMLInputElement)) return
  field.value = answerOf(credential)
  form.submit()
}

/** Somebody who changes their mind, or lets the question run out, is not in error. */
const isCalm = (error: unknown): boolean =>
  error instanceof DOMException && ['AbortError', 'NotAllowedError'].includes(error.name)

function start(box: HTMLElement): void {
  const form = box.querySelector('form')
  const status = box.querySelector<HTMLElement>('[data-passkey-status]')
  if (form === null) return
  const asking: Asking = { stop: new AbortController() }
  const say = (text: string): void => {
    if (status !== null) status.textContent = text
  }
  box.hidden = false
  for (const other of document.querySelectorAll<HTMLElement>('[data-passkey-without]')) other.hidden = true
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    say('')
    ask(box, form, asking).catch((error: unknown) => {
      if (!isCalm(error)) say(box.dataset.failed ?? '')
    })
  })
  if (box.dataset.passkey === 'get') void offerInField(box, form, asking)
}

/** A challenge is good for five minutes: before it is over, the field gets another one, for as long as the page is looked at. */
const AGAIN_MS = 4 * 60_000

async function offerInField(box: HTMLElement, form: HTMLFormElement, asking: Asking): Promise<void> {
  const field = document.querySelector('input[autocomplete~="webauthn"]')
  const canOffer = PublicKeyCredential.isConditionalMediationAvailable
  if (field === null || canOffer === undefined || !(await canOffer.call(PublicKeyCredential))) return
  for (let times = 0; times < 15; times++) {
    // For a page in the background no challenge is asked for.
    if (document.visibilityState !== 'visible') await nextTime(document, 'visibilitychange')
    const asked = ask(box, form, asking, 'conditional').then(
      () => true,
      (error: unknown) => !(error instanceof DOMException && error.name === 'AbortError'),
    )
    const { stop } = asking
    const isOver = await Promise.race([asked, new Promise<false>((done) => setTimeout(() => done(false), AGAIN_MS))])
    // Answered, refused, or the button was pressed: that one has the word.
    if (isOver || asking.stop !== stop) return
  }
}

const nextTime = (target: EventTarget, event: string): Promise<void> =>
  new Promise((done) => target.addEventListener(event, () => done(), { once: true }))

// In a frame of somebody else's page passkeys are refused by the server.
if ('PublicKeyCredential' in window && window.top === window.self) {
  for (const box of document.querySelectorAll<HTMLElement>('[data-passkey]')) start(box)
}
