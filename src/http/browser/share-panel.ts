/**
 * The program of the panels to share a badge from. Everything on the page works without it; it adds what only a script
 * can do: the share sheet of the device, and the clipboard. It sends nothing anywhere.
 */

const SERVER = 'badges-share-server'
const PATIENCE_MS = 3_000

/** The share sheet of the device: one for all panels of a page. */
interface Sheet {
  isOpen: boolean
}

function start(panel: HTMLElement, sheet: Sheet): void {
  const status = panel.querySelector<HTMLElement>('[data-share-status]')
  const say = (text: string | undefined): void => {
    if (status !== null) status.textContent = text ?? ''
  }
  for (const button of panel.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
    button.hidden = false
    button.addEventListener('click', () => void copy(button.dataset.copy ?? '', panel.dataset, say))
  }
  if (typeof navigator.share !== 'function') return
  for (const button of panel.querySelectorAll<HTMLButtonElement>('button[data-share-title]')) {
    // Fetched when somebody is about to press, so that the press still counts when the picture is there.
    const picture = once(() => pictureOf(button))
    for (const type of ['pointerenter', 'focus', 'touchstart']) {
      button.addEventListener(type, () => void picture(), { once: true, passive: true })
    }
    button.hidden = false
    button.addEventListener('click', () => void share(button, picture, panel, sheet, say))
  }
}

const once = <T>(make: () => T): (() => T) => {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** The card as a file, or nothing where it cannot be had. */
async function pictureOf({ dataset }: HTMLButtonElement): Promise<File | undefined> {
  if (dataset.shareFile === undefined) return undefined
  try {
    const answer = await fetch(dataset.shareFile, { credentials: 'same-origin' })
    if (!answer.ok) return undefined
    return new File([await answer.blob()], dataset.shareName ?? 'badge.png', { type: 'image/png' })
  } catch {
    return undefined
  }
}

async function share(
  button: HTMLButtonElement,
  picture: () => Promise<File | undefined>,
  panel: HTMLElement,
  sheet: Sheet,
  say: (text: string | undefined) => void,
): Promise<void> {
  // A second tap while the sheet is open.
  if (sheet.isOpen) return
  sheet.isOpen = true
  say('')
  const { shareTitle, shareText, shareUrl, shareOnlyFile } = button.dataset
  try {
    // A press counts for a few seconds only; a link without its picture is better than none.
    const file = await Promise.race([picture(), new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE_MS))])
    const words = {
      ...(shareTitle === undefined ? {} : { title: shareTitle }),
      ...(shareText === undefined ? {} : { text: shareText }),
      ...(shareUrl === undefined ? {} : { url: shareUrl }),
    }
    const files = file === undefined ? undefined : { ...words, files: [file] }
    const takesFiles = files !== undefined && navigator.canShare?.(files) === true
    if (!takesFiles && shareOnlyFile !== undefined) {
      refuse(panel, say)
      return
    }
    await navigator.share(takesFiles ? files : words)
  } catch (error) {
    const name = error instanceof Error ? error.name : ''
    // Closing the sheet is a change of mind, and an earlier sheet is still there: neither is worth a word.
    if (name !== 'AbortError' && name !== 'InvalidStateError') refuse(panel, say)
  } finally {
    sheet.isOpen = false
  }
}

/** Says so, and shows the links that need nothing of the kind. */
function refuse(panel: HTMLElement, say: (text: string | undefined) => void): void {
  for (const more of panel.querySelectorAll<HTMLDetailsElement>('details.more')) more.open = true
  say(panel.dataset.refused)
}

async function copy(id: string, texts: DOMStringMap, say: (text: string | undefined) => void): Promise<void> {
  const source = document.getElementById(id)
  if (!(source instanceof HTMLInputElement || source instanceof HTMLTextAreaElement)) return
  try {
    await navigator.clipboard.writeText(source.value)
    say(texts.copied)
  } catch {
    // No clipboard, or not allowed in this frame: marked, so that a key or the menu copies it.
    source.focus()
    source.select()
    say(texts.byHand)
  }
}

/** The server of the person who shares stays on their device. */
function rememberServer(): void {
  const input = document.querySelector<HTMLInputElement>('input[name="instance"]')
  if (input === null) return
  try {
    if (input.value === '') input.value = localStorage.getItem(SERVER) ?? ''
    input.form?.addEventListener('submit', () => localStorage.setItem(SERVER, input.value))
  } catch {
    // Without storage it is asked for each time.
  }
}

function startAll(): void {
  const sheet: Sheet = { isOpen: false }
  for (const panel of document.querySelectorAll<HTMLElement>('[data-share-panel]')) start(panel, sheet)
  rememberServer()
}
startAll()

// Compiled apart, so that nothing of it is global.
export type SharePanelProgram = typeof start
