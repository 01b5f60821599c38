import axe from 'axe-core'
import type { Page } from 'playwright-core'
import type { Desktop, Settings } from '../preload/contract/index.ts'

/* What axe finds on a page, in each language and theme. */

/** Level AAA, which asks for 7:1. The themes keep AA (4.5:1); the systems' high contrast goes beyond. */
const beyond = new Set(['color-contrast-enhanced'])
const rules: string[] = axe.getRules().flatMap(({ ruleId }) => (beyond.has(ruleId) ? [] : [ruleId]))

/** Where a rule is wrong, by the elements that it is wrong about. */
const exceptions: readonly { rule: string; of: string; why: string }[] = [
  {
    rule: 'focus-order-semantics',
    of: '[role="separator"][aria-valuenow]',
    why: 'A separator that can be moved is a widget (ARIA 1.2); axe knows it as a line only.',
  },
  {
    rule: 'focus-order-semantics',
    of: '[data-radix-focus-guard]',
    why: 'It never keeps the focus: it hands it on to the other end of its dialog.',
  },
  {
    rule: 'color-contrast',
    of: '.workbench-code-field',
    why: 'The layer below it draws its letters, and is looked at itself.',
  },
]

export interface Look {
  language: 'en' | 'zh'
  theme: 'light' | 'dark'
}

/**
 * Each language and each theme is looked at with all rules, and what they look like together with those on colours,
 * which alone differ between themes. English and light is the last, so that what follows finds the page in it.
 */
const colours = ['color-contrast', 'link-in-text-block']
const looks: readonly (Look & { rules: readonly string[] })[] = [
  { language: 'zh', theme: 'light', rules: colours },
  { language: 'zh', theme: 'dark', rules },
  { language: 'en', theme: 'dark', rules: colours },
  { language: 'en', theme: 'light', rules },
]

/** Changes settings of the client as its own page does. */
export async function set(page: Page, change: Partial<Settings>): Promise<void> {
  await page.evaluate(async change => {
    const answer = await (window as unknown as { desktop: Desktop }).desktop.call('settings.set', change)
    if (!answer.ok) throw new Error(answer.error.message)
  }, change)
}

/** Waits until a page shows a language and theme, and nothing moves on it any more. */
async function shows(page: Page, look: Look): Promise<void> {
  await page.waitForFunction(({ language, theme }) => {
    const root = document.documentElement
    return root.lang.startsWith(language) && root.dataset.theme === theme
  }, look)
  await page.evaluate(async () => {
    // Spinners and the like never end.
    const ending = document.getAnimations().filter(one => one.effect?.getComputedTiming().endTime !== Infinity)
    await Promise.allSettled(ending.map(one => one.finished))
  })
}

/** Each violation on a page as it is shown, as one line for each element. */
async function violations(page: Page, rules: readonly string[]): Promise<string[]> {
  const loaded = await page.evaluate(() => 'axe' in window)
  if (!loaded) await page.evaluate(axe.source)
  return page.evaluate(
    async ({ rules, exceptions }) => {
      const { axe: tool } = window as unknown as { axe: typeof axe }
      const found = await tool.run({
        runOnly: { type: 'rule', values: [...rules] },
        resultTypes: ['violations'],
        elementRef: true,
      })
      return found.violations.flatMap(({ id, nodes }) =>
        nodes
          .filter(({ element }) => !exceptions.some(({ rule, of }) => rule === id && element?.matches(of)))
          .map(node => `${id}: ${node.target.join(' ')} ${node.failureSummary?.replaceAll(/\s*\n\s*/g, ' ')}`),
      )
    },
    { rules, exceptions },
  )
}

/**
 * Each violation on a screen in each language and theme. `window` is the page of the client; `page` the page that is
 * looked at, where it is another: that of a mini-app.
 */
export async function violationsOf(name: string, window: Page, page: Page = window): Promise<string[]> {
  const found: string[] = []
  for (const { rules, ...look } of looks) {
    await set(window, look)
    await shows(page, look)
    for (const violation of await violations(page, rules))
      found.push(`${name}, ${look.language} ${look.theme}: ${violation}`)
  }
  return found
}
