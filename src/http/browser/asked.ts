/** The page of a question waits for its answer: it looks every two seconds while it is seen, and loads itself again. */

const box = document.querySelector<HTMLElement>('#asked')
const EVERY_MS = 2_000

async function look(): Promise<void> {
  if (box === null || document.visibilityState !== 'visible') return
  const answer = await fetch(location.pathname, { headers: { accept: 'application/json' }, credentials: 'same-origin' })
  const { state } = answer.ok ? ((await answer.json()) as { readonly state?: string }) : {}
  // Somebody may be typing the number.
  if (state !== undefined && state !== box.dataset.state) location.reload()
}

const again = (): void => {
  setTimeout(
    () =>
      void look()
        .catch(() => {})
        .finally(again),
    EVERY_MS,
  )
}

again()
