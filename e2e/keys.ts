import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

/* Getting somewhere by keys alone. */

/** Waits until an element has the focus. */
export async function focused(target: Locator): Promise<void> {
  await target.first().waitFor()
  await expect.poll(() => target.first().evaluate(element => element === document.activeElement)).toBe(true)
}

/**
 * Presses Tab until an element has the focus. Each stop is an element of the page, and shows that it has the focus by
 * looking different.
 */
export async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await target.first().waitFor()
  const stops: string[] = []
  for (let left = 40; left > 0; left--) {
    if (await target.first().evaluate(element => element === document.activeElement)) return
    await page.keyboard.press(key)
    const stop = await page.evaluate(() => {
      const element = document.activeElement
      const shown = element?.getBoundingClientRect()
      const seen = element?.matches(':focus-visible') && shown !== undefined && shown.width > 0 && shown.height > 0
      return { name: `${element?.localName} ${element?.getAttribute('aria-label') ?? element?.textContent}`, seen }
    })
    stops.push(stop.name.slice(0, 60))
    expect(stop.seen, `the focus cannot be seen after ${stops.join(', ')}`).toBe(true)
  }
  throw new Error(`Tab does not lead there: ${stops.join(', ')}`)
}
