import type { App, Certificate } from 'electron'
import type { Log } from '../log.ts'
import { parseUrl } from './links.ts'

/**
 * Decides which server sees a certificate of the user: the workspace's, if the user chooses one, and no other. Without
 * this Chromium shows the first one to whoever asks. A choice holds until the program ends.
 */
export function guardClientCertificates(options: {
  app: Pick<App, 'on'>
  /** The origin of the workspace, `https://host:port`, or null before one is known. */
  workspaceOrigin: () => string | null
  choose: (host: string, list: readonly Certificate[]) => Promise<Certificate | null>
  log: Log
}): void {
  const { app, workspaceOrigin, choose, log } = options
  const choices = new Map<string, Promise<Certificate | null>>()
  app.on('select-client-certificate', (event, _contents, address, list, answer) => {
    event.preventDefault()
    const url = parseUrl(address.includes('://') ? address : `https://${address}`)
    const origin = workspaceOrigin()
    if (url === null || origin === null || url.host !== parseUrl(origin)?.host || list.length === 0) {
      answer()
      return
    }
    const choice = choices.get(url.host) ?? choose(url.host, list)
    choices.set(url.host, choice)
    choice.then(
      certificate => (certificate === null ? answer() : answer(certificate)),
      error => {
        log('the user could not be asked for a certificate', { error: String(error) })
        choices.delete(url.host)
        answer()
      },
    )
  })
}
