import type { PageLink } from './page-link.ts'

/** Runs code in the page's own world. @throws Error with the description of the page's error */
export async function evaluate(link: PageLink, code: string, userGesture: boolean): Promise<unknown> {
  const result = await link.cdp.send('Runtime.evaluate', {
    expression: code,
    awaitPromise: true,
    returnByValue: true,
    userGesture,
  })
  if (result.exceptionDetails) {
    throw new Error(result.exceptionDetails.exception?.description ?? result.exceptionDetails.text)
  }
  return result.result.value
}

/** Adds a style sheet to the page; returns the key to remove it. */
export async function insertStyle(link: PageLink, text: string): Promise<string> {
  const { cdp, targetId: frameId } = link
  await cdp.send('DOM.enable')
  await cdp.send('CSS.enable')
  const { styleSheetId } = await cdp.send('CSS.createStyleSheet', { frameId, force: true })
  await cdp.send('CSS.setStyleSheetText', { styleSheetId, text })
  return styleSheetId
}

export async function removeStyle(link: PageLink, styleSheetId: string): Promise<void> {
  await link.cdp.send('CSS.setStyleSheetText', { styleSheetId, text: '' })
}

/** Electron's number and name for a level of the page's console. */
export function consoleLevel(level: string): [number, string] {
  const levels: Record<string, number> = { debug: 0, info: 1, log: 1, warning: 2, error: 3, assert: 3 }
  const number = levels[level] ?? 1
  return [number, ['debug', 'info', 'warning', 'error'][number] ?? 'info']
}
