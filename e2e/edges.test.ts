import { expect, test } from 'vitest'
import { messageList, open } from './locators.ts'
import { page, signedInForEach, world } from './signed-in.ts'
import { group } from './world.ts'

/* What stands at the edges: layers in a window that shrinks, words in narrow columns, the edge of the list. */

signedInForEach()

test('a menu closes and a popover stays inside when the window shrinks', async () => {
  await page.setViewportSize({ width: 1200, height: 800 })
  await open(page, group)
  const message = messageList(page).getByRole('article').last()
  await message.click({ button: 'right', position: { x: 200, y: 10 } })
  const menu = page.getByRole('menu')
  await menu.waitFor()
  await page.setViewportSize({ width: 480, height: 400 })
  await menu.waitFor({ state: 'detached' })

  await page.setViewportSize({ width: 1200, height: 800 })
  await page.locator('.app-rail-me').click()
  await menu.waitFor()
  await page.setViewportSize({ width: 480, height: 300 })
  const inside = () =>
    menu.evaluate(element => {
      const { left, top, right, bottom } = element.getBoundingClientRect()
      return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight
    })
  await expect.poll(inside).toBe(true)
})

test('in English the filters stand in one line and the offline strip in two at the usual width', async () => {
  const chips = page.getByRole('radiogroup', { name: 'Filter conversations' }).getByRole('radio')
  await chips.first().waitFor()
  const tops = await chips.evaluateAll(all => all.map(one => one.getBoundingClientRect().top))
  expect(new Set(tops).size).toBe(1)
  const label = await page.locator('.app-rail-label', { hasText: 'Workbench' }).evaluate(element => {
    const own = element.getBoundingClientRect()
    const rail = element.closest('nav')?.getBoundingClientRect()
    return [own.left - (rail?.left ?? 0), (rail?.right ?? 0) - own.right]
  })
  for (const gap of label) expect(gap).toBeGreaterThanOrEqual(5)
  await world.unplug()
  const strip = page.locator('.messages-offline-strip')
  await strip.waitFor()
  // Two lines of 18 px and the padding.
  expect((await strip.boundingBox())?.height).toBeLessThanOrEqual(50)
})

test('the edge of the list moves to its least and greatest width by Home and End', async () => {
  const edge = page.getByRole('separator').first()
  await edge.focus()
  await page.keyboard.press('Home')
  const isAt = async (end: 'valuemin' | 'valuemax') =>
    expect
      .poll(() => edge.getAttribute('aria-valuenow'), { timeout: 10_000 })
      .toBe(await edge.getAttribute(`aria-${end}`))
  await isAt('valuemin')
  await page.keyboard.press('End')
  await isAt('valuemax')
})
