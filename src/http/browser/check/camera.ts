import { limits } from '../../../internal/limits.js'
import type { TextKey } from '../../../texts/index.js'
import { draw, textIn } from './qr.js'

/**
 * Reads a QR code through the camera. The browser is asked for it only when its button is pressed, below the text that says
 * why; the camera is given back when a code was read, when the other button is pressed, and when the page is left.
 */
export function startCamera(t: (key: TextKey) => string, found: (text: string) => void): void {
  const [whole, status] = [document.querySelector<HTMLElement>('#camera'), document.querySelector('#camera-status')]
  const [begin, end] = [
    document.querySelector<HTMLElement>('#camera-start'),
    document.querySelector<HTMLElement>('#camera-stop'),
  ]
  const view = document.querySelector<HTMLVideoElement>('#camera-view')
  if (!whole || !status || !begin || !end || !view || navigator.mediaDevices?.getUserMedia === undefined) return
  whole.hidden = false
  let stream: MediaStream | undefined
  const show = (isOn: boolean): void => {
    begin.hidden = isOn
    end.hidden = !isOn
    view.hidden = !isOn
  }
  const stop = (): void => {
    for (const track of stream?.getTracks() ?? []) track.stop()
    stream = undefined
    view.srcObject = null
    show(false)
    status.textContent = ''
  }
  const look = async (mine: MediaStream): Promise<void> => {
    while (stream === mine) {
      if (view.videoWidth > 0) {
        const scale = Math.min(1, limits.qrPixels / 2 / Math.max(view.videoWidth, view.videoHeight))
        const [width, height] = [view.videoWidth, view.videoHeight].map((side) => Math.round(side * scale))
        const text = await textIn(draw(view, width ?? 1, height ?? 1), limits.qrPauseMilliseconds)
        if (stream !== mine) return
        if (text !== undefined) {
          stop()
          found(text)
          return
        }
      }
      await new Promise((resolve) => setTimeout(resolve, limits.qrPauseMilliseconds))
    }
  }
  begin.addEventListener('click', async () => {
    try {
      const mine = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false })
      stream = mine
      view.srcObject = mine
      show(true)
      status.textContent = t('verify.cameraLook')
      end.focus()
      await view.play()
      await look(mine)
    } catch {
      stop()
      status.textContent = t('verify.cameraDenied')
    }
  })
  end.addEventListener('click', stop)
  addEventListener('pagehide', stop)
}
