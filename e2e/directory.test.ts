import { expect, test } from 'vitest'
import { focused, tabTo } from './keys.ts'
import { page, signedInForEach, world } from './signed-in.ts'

/* The tree, the people and a card, by keys alone. */

signedInForEach()

test('the tree opens and closes, rows say department and phone, and arrows go through the people', async () => {
  // Nothing is pointed at: the buttons of a row stand where its phone was.
  await page.mouse.move(640, 2)
  await page.keyboard.press('Control+2')
  const tree = page.getByRole('tree')
  await focused(tree)
  const open = () => page.getByRole('treeitem', { expanded: true }).allTextContents()
  await expect.poll(open).toEqual([expect.stringContaining('Qingyu Tech')])
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  await expect.poll(open).toEqual([expect.any(String), expect.stringContaining('Product and R&D')])
  await page.keyboard.press('ArrowLeft')
  await expect.poll(open).toEqual([expect.any(String)])
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Platform engineering' }).waitFor()
  const rows = page.locator('.directory-member-open')
  await expect.poll(() => rows.allInnerTexts()).toHaveLength(1)
  expect(await rows.getByText('Head', { exact: true }).count()).toBe(1)
  // The title is in the other language, which the department is not.
  expect(await rows.innerText()).toContain('Platform engineering')
  expect(await rows.innerText()).toContain('13800002043')

  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Qingyu Tech' }).waitFor()
  await expect.poll(() => rows.allInnerTexts()).toHaveLength(5)
  // Among everyone a head of some department is none of this list.
  expect(await rows.getByText('Head', { exact: true }).count()).toBe(0)
  const maya = rows.filter({ hasText: 'Maya Ortiz' })
  for (const words of ['Launch manager', 'EMEA', '13800002043']) expect(await maya.innerText()).toContain(words)

  await tabTo(page, rows.first())
  const names = await rows.locator('.directory-member-name').allInnerTexts()
  for (const name of names.slice(1)) {
    await page.keyboard.press('ArrowDown')
    await page.getByRole('complementary').getByRole('heading', { name }).waitFor()
  }
  await focused(rows.last())

  // A card that scrolls has its buttons where one that does not has them.
  const box = page.locator('.directory-profile-scroll')
  const scrolls = () => box.evaluate(one => one.scrollHeight > one.clientHeight)
  const edge = () =>
    page.locator('.directory-profile-actions > :last-child').evaluate(one => one.getBoundingClientRect().right)
  await page.setViewportSize({ width: 1280, height: 900 })
  await expect.poll(scrolls).toBe(false)
  const right = await edge()
  await page.setViewportSize({ width: 1280, height: 360 })
  await expect.poll(scrolls).toBe(true)
  expect(await edge()).toBe(right)
})

test('who leads a department makes its group, whose members open it from there and it from the group', async () => {
  await world.server.domain.updateDepartment('rnd', { leaderIds: ['chenyu'] })
  const make = page.getByRole('button', { name: 'Create department group' })
  const open = page.getByRole('button', { name: 'Open department group' })
  const heading = page.getByRole('heading', { level: 1 })
  await page.keyboard.press('Control+2')
  await page.getByRole('treeitem', { name: /Product and R&D/ }).click()
  await make.click()
  const dialog = page.getByRole('alertdialog')
  await dialog.getByText(/^4 people of this department and those below it become members/).waitFor()
  await dialog.getByRole('button', { name: 'Create department group' }).click()
  await heading.filter({ hasText: '产品研发中心' }).waitFor()

  await page.getByRole('button', { name: 'Details' }).click()
  await page.getByRole('button', { name: 'View department' }).click()
  await heading.filter({ hasText: 'Product and R&D' }).waitFor()
  await open.waitFor()
  expect(await make.count()).toBe(0)
  // The group of a department below, in which one is not: it is made once, and there is nothing to open.
  await page.getByRole('button', { name: /Brand design/ }).click()
  await make.click()
  await dialog.getByRole('button', { name: 'Create department group' }).click()
  await page.getByText('The group of Brand design was created').waitFor()
  await make.waitFor({ state: 'detached' })
  expect(await open.count()).toBe(0)
  // Nobody else's department.
  await page.getByRole('treeitem', { name: /EMEA/ }).click()
  await heading.filter({ hasText: 'EMEA' }).waitFor()
  expect(await make.count()).toBe(0)
  // Offline the group that one is in still opens.
  await world.unplug()
  await page.getByRole('treeitem', { name: /Product and R&D/ }).click()
  await open.click()
  await heading.filter({ hasText: '产品研发中心' }).waitFor()
  await world.back()
})
