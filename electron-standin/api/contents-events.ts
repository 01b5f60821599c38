import type { PageLink } from '../host/page-link.ts'
import { consoleLevel } from '../host/page-tools.ts'
import { record } from '../host/recorder.ts'
import { fromChromium } from '../host/schemes.ts'
import type { ContentsNavigation } from './contents-navigation.ts'
import { createEvent } from './event.ts'
import type { WebContents } from './web-contents.ts'

/** Tells the app what happens in a page, in Electron's events. */
export function forwardEvents(contents: WebContents, link: PageLink, navigation: ContentsNavigation): void {
  const on: PageLink['on'] = link.on.bind(link)
  on('loading', active => contents.emit(active ? 'did-start-loading' : 'did-stop-loading'))
  on('inPage', (frame, isMainFrame) => {
    if (isMainFrame) navigation.url = fromChromium(frame.url)
    contents.emit('did-navigate-in-page', createEvent(), fromChromium(frame.url), isMainFrame, 0, frame.routingId)
  })
  on('domReady', () => contents.emit('dom-ready', createEvent()))
  on('loaded', () => {
    if (!navigation.isErrorPage) contents.emit('did-finish-load')
  })
  on('requested', (url, frame) => navigation.requested(link, url, frame))
  on('windowOpen', event => navigation.windowOpen(event))
  on('console', (level, message, line, source) => {
    const [number, name] = consoleLevel(level)
    const sourceId = fromChromium(source)
    const details = { level: name, message, lineNumber: line, sourceId, frame: contents.mainFrame }
    contents.emit('console-message', Object.assign(createEvent(), details), number, message, line, sourceId)
  })
  link.page.on('download', download => {
    const url = fromChromium(download.url())
    record('downloads', { url, filename: download.suggestedFilename() })
    contents.session.downloadStarted(url, download.suggestedFilename(), contents)
  })
  link.page.on('requestfailed', request => {
    if (request.isNavigationRequest() && request.frame() === link.page.mainFrame()) {
      navigation.failed(fromChromium(request.url()), request.failure()?.errorText ?? '')
    }
  })
}
