/**
 * The program of a page that waits for something that happens elsewhere, such as a wallet that takes a badge. It asks whether
 * the state is still the one that the page shows, and loads the page again when it is not. Without it, a link does the same.
 */

const EVERY_MS = 2_000

async function wait({ waitingState: url = '', waitingFor }: DOMStringMap): Promise<void> {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
    // Nobody looks: it goes on when somebody does.
    if (document.hidden) continue
    try {
      const answer = await fetch(url, { credentials: 'same-origin', cache: 'no-store' })
      const { state } = (await answer.json()) as { state?: unknown }
      if (answer.ok && state !== waitingFor) {
        location.reload()
        return
      }
    } catch {
      // No network for a moment.
    }
  }
}

for (const box of document.querySelectorAll<HTMLElement>('[data-waiting-state]')) void wait(box.dataset)

// Compiled apart, so that nothing of it is global.
export type WaitingProgram = typeof wait
