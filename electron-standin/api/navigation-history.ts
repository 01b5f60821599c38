import { fromChromium } from '../host/schemes.ts'
import type { WebContents } from './web-contents.ts'

/** webContents.navigationHistory. It is updated after each committed navigation. */
export class NavigationHistory {
  readonly #contents: WebContents
  #entries: { id: number; url: string; title: string }[] = []
  #index = 0

  constructor(contents: WebContents) {
    this.#contents = contents
    const update = () => {
      this.#refresh().catch(error => {
        // A page that is being replaced is read again after the next navigation.
        if (!contents.isDestroyed() && !/closed|crash|Not attached to an active page/i.test(String(error)))
          console.error('The history could not be read:', error)
      })
    }
    contents.on('did-navigate', update)
    contents.on('did-navigate-in-page', update)
  }

  async #refresh(): Promise<void> {
    const link = this.#contents.current
    if (!link || link.isClosed) return
    const { currentIndex, entries } = await link.cdp.send('Page.getNavigationHistory')
    const first = entries.findIndex(entry => entry.url !== 'about:blank')
    const from = Math.max(first, 0)
    this.#entries = entries.slice(from).map(({ id, url, title }) => ({ id, url: fromChromium(url), title }))
    this.#index = Math.max(0, currentIndex - from)
  }

  canGoBack(): boolean {
    return this.canGoToOffset(-1)
  }

  canGoForward(): boolean {
    return this.canGoToOffset(1)
  }

  canGoToOffset(offset: number): boolean {
    return this.#entries[this.#index + offset] !== undefined
  }

  goBack(): void {
    this.goToOffset(-1)
  }

  goForward(): void {
    this.goToOffset(1)
  }

  goToOffset(offset: number): void {
    this.goToIndex(this.#index + offset)
  }

  goToIndex(index: number): void {
    const entry = this.#entries[index]
    const link = this.#contents.current
    if (!entry || !link) return
    link.expected = true
    link.cdp.send('Page.navigateToHistoryEntry', { entryId: entry.id }).catch(error => {
      if (!link.isClosed) console.error('The page could not navigate in its history:', error)
    })
  }

  clear(): void {
    this.#contents.current?.cdp
      .send('Page.resetNavigationHistory')
      .catch(error => console.error('The history could not be cleared:', error))
    this.#entries = this.#entries.slice(this.#index, this.#index + 1)
    this.#index = 0
  }

  getActiveIndex(): number {
    return this.#index
  }

  getAllEntries(): { url: string; title: string }[] {
    return this.#entries.map(({ url, title }) => ({ url, title }))
  }

  length(): number {
    return this.#entries.length
  }
}
