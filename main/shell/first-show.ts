import type { BrowserWindow } from 'electron'

/** A page that has loaded is shown after this long, even if no frame was announced (ms). */
const afterLoadMs = 500
/** A window is shown after this long, whatever its page does (ms). */
const atLatestMs = 4_000

type Wait = (call: () => void, ms: number) => unknown

/**
 * Calls `show` once: at the window's first frame, soon after its page has loaded, or at the latest after a while. The
 * first frame alone is not relied on: on some systems Electron never tells of it. Returns a function that shows the
 * window now, if that was not done yet.
 */
export function showWhenReady(
  window: Pick<BrowserWindow, 'once' | 'isDestroyed' | 'webContents'>,
  show: () => void,
  wait: Wait = (call, ms) => setTimeout(call, ms).unref(),
): () => void {
  let shown = false
  const showOnce = (): void => {
    if (shown || window.isDestroyed()) return
    shown = true
    show()
  }
  window.once('ready-to-show', showOnce)
  window.webContents.once('did-finish-load', () => wait(showOnce, afterLoadMs))
  wait(showOnce, atLatestMs)
  return showOnce
}
