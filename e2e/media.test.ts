import type { FileRef } from '@lianqun/protocol'
import { zipSync } from 'fflate'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { bomb, docx, pdf, scan, xlsx } from './documents.ts'
import { composer, messageList, open, toLatest } from './locators.ts'
import { picture, send, upload, uploadPicture } from './media.ts'
import { page, signedInForEach, world } from './signed-in.ts'
import { group } from './world.ts'

/* Pictures, files and their previews, and what a person gives to a conversation. */

signedInForEach()

const viewer = () => page.getByRole('dialog', { name: 'Image viewer' })
const place = () => viewer().getByRole('status').first()

test('the viewer goes through the pictures of the conversation by keys alone', async () => {
  const pictures: FileRef[] = []
  for (const word of ['One', 'Two', 'Three', 'Four']) pictures.push(await uploadPicture(world, 'linwan', word))
  const [first, ...album] = pictures as [FileRef, ...FileRef[]]
  await send(world, 'linwan', { type: 'image', images: [first] })
  await send(world, 'linwan', { type: 'image', images: album, caption: '三个机位' })
  await open(page, group)
  await toLatest(page)
  await messageList(page).getByText('三个机位').waitFor()
  const opened = messageList(page).getByRole('button', { name: 'Photo 2 of 3' })
  await opened.focus()
  await page.keyboard.press('Enter')
  await place().getByText('3 / 4').waitFor()
  await viewer().getByText('Three.jpg').waitFor()
  await viewer().getByRole('img', { name: 'Photo Three.jpg' }).waitFor()
  await page.keyboard.press('ArrowLeft')
  await place().getByText('2 / 4').waitFor()
  await page.keyboard.press('Home')
  await place().getByText('1 / 4').waitFor()
  await viewer().getByText('One.jpg').waitFor()
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('End')
  await place().getByText('4 / 4').waitFor()
  await page.keyboard.press('1')
  await viewer().getByRole('button', { name: 'Actual size' }).getByText('100%').waitFor()
  await page.keyboard.press('+')
  await viewer().getByText('125%').waitFor()
  await page.keyboard.press('r')
  await viewer().locator('[style*="rotate(90deg)"]').waitFor()
  await page.keyboard.press('Escape')
  await viewer().waitFor({ state: 'detached' })
  expect(await opened.evaluate(element => element === document.activeElement)).toBe(true)
})

test('a picture has its size before it is there, and one that is gone says so', async () => {
  const picture = await uploadPicture(world, 'linwan', 'Stage', 2_000, 1_000)
  let release = () => {}
  const held = new Promise<void>(resolve => {
    release = resolve
  })
  await page.route(/\/files\/[\w-]+(\/\w+)?$/, async route => {
    await held
    await route.fulfill({ status: 404 })
  })
  await send(world, 'linwan', { type: 'image', images: [picture] })
  await open(page, group)
  await toLatest(page)
  const shown = messageList(page).getByRole('button', { name: 'Photo Stage.jpg' })
  await shown.waitFor()
  const before = await shown.boundingBox()
  expect(before).toMatchObject({ width: 320, height: 160 })
  release()
  await shown.getByText('Expired or deleted').waitFor()
  expect(await shown.boundingBox()).toEqual(before)
})

test('a picture is shown by the element that loaded it', async () => {
  const picture = await uploadPicture(world, 'linwan', 'Stage', 200, 100)
  const answer = Promise.withResolvers<void>()
  await page.route(/\/files\/[\w-]+(\/\w+)?$/, async route => {
    await answer.promise
    await route.fulfill({
      contentType: 'image/svg+xml',
      body: '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"/>',
    })
  })
  await send(world, 'linwan', { type: 'image', images: [picture] })
  await open(page, group)
  await toLatest(page)
  const shown = messageList(page).getByRole('button', { name: 'Photo Stage.jpg' })
  await shown.locator('img').evaluate(image => image.setAttribute('data-waited', ''))
  answer.resolve()
  await shown.locator('.there').waitFor()
  expect(await shown.locator('img[data-waited]').count()).toBe(1)
})

/** Opens a file of the conversation by its name. */
async function preview(name: string): Promise<void> {
  await messageList(page).getByRole('button').filter({ hasText: name }).first().click()
  await page.getByRole('dialog', { name: `Preview of ${name}` }).waitFor()
}
const frame = () => page.frameLocator('iframe[title^="Preview of"]')
const closePreview = async () => {
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

test('documents are shown in a frame that has no origin, no network and no way to the app', async () => {
  const good: [string, Uint8Array, string][] = [
    ['plan.docx', docx('十四点整开售'), '十四点整开售'],
    [
      'stock.xlsx',
      xlsx([
        ['门店', '样柜'],
        ['西岸店', 2],
      ]),
      '西岸店',
    ],
    ['stage.pdf', pdf('Launch at 14:00'), 'Launch at 14:00'],
    ['old.txt', new Uint8Array([0xc4, 0xe3, 0xba, 0xc3, 0xa3, 0xac, 0xca, 0xc0, 0xbd, 0xe7]), '你好，世界'],
    ['air2.yaml', new TextEncoder().encode('release:\n  flag: air2.launch\n'), 'air2.launch'],
  ]
  for (const [name, bytes] of good)
    await send(world, 'linwan', { type: 'file', file: await upload(world, 'linwan', name, bytes) })
  await open(page, group)
  await toLatest(page)
  for (const [name, , text] of good) {
    await preview(name)
    await frame().getByText(text).first().waitFor({ state: 'attached' })
    const inside = page.frames().find(each => each.url().includes('/documents/'))
    expect(await inside?.evaluate(() => window.origin)).toBe('null')
    expect(await inside?.evaluate(() => 'desktop' in window)).toBe(false)
    const reach = await inside?.evaluate(() =>
      Promise.all(
        ['./document.css', '../index.html', 'https://example.com/'].map(address =>
          fetch(address).then(
            () => 'reached',
            () => 'refused',
          ),
        ),
      ),
    )
    expect(reach).toEqual(['refused', 'refused', 'refused'])
    expect(
      await inside?.evaluate(() => {
        try {
          return String(window.parent.document.title)
        } catch {
          return 'refused'
        }
      }),
    ).toBe('refused')
    await closePreview()
  }
})

test('a scanned page is drawn', async () => {
  await send(world, 'linwan', { type: 'file', file: await upload(world, 'linwan', 'scan.pdf', scan()) })
  await open(page, group)
  await toLatest(page)
  await preview('scan.pdf')
  const middle = () =>
    frame()
      .locator('canvas')
      .evaluate((canvas: HTMLCanvasElement) => {
        const { width, height } = canvas
        return [...(canvas.getContext('2d')?.getImageData(width / 2, height / 2, 1, 1).data ?? [])]
      })
  await expect.poll(middle).toEqual([0, 0, 0, 255])
})

test('a picture goes to the clipboard as it is shown, whatever its format', async () => {
  const flat = await picture('Turned', 40, 20)
  const turned = await sharp(flat).withMetadata({ orientation: 6 }).jpeg().toBuffer()
  const webp = await sharp(flat).webp().toBuffer()
  const files = [await upload(world, 'linwan', 'turned.jpg', turned), await upload(world, 'linwan', 'plain.webp', webp)]
  for (const file of files) await send(world, 'linwan', { type: 'image', images: [file] })
  await page.evaluate(() => {
    const { clipboard } = navigator
    const write = clipboard.write.bind(clipboard)
    clipboard.write = async items => {
      await write(items)
      const bitmap = await createImageBitmap((await items[0]?.getType('image/png')) as Blob)
      document.body.dataset.copied = `${bitmap.width} ${bitmap.height}`
    }
  })
  await open(page, group)
  await toLatest(page)
  for (const [name, size] of [
    ['turned.jpg', '20 40'],
    ['plain.webp', '40 20'],
  ] as const) {
    await messageList(page)
      .getByRole('button', { name: `Photo ${name}` })
      .click()
    await viewer().getByRole('button', { name: 'Copy image' }).click()
    await page.locator(`body[data-copied="${size}"]`).waitFor()
    await page.keyboard.press('Escape')
    await viewer().waitFor({ state: 'detached' })
  }
})

test('hostile documents say why they are not shown', async () => {
  const entity = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
  const hostile: [string, Uint8Array, string][] = [
    ['bomb.docx', bomb(), 'too large'],
    ['slip.docx', docx('x', '', { '../../evil.sh': new TextEncoder().encode('rm') }), 'suspicious'],
    ['entities.docx', docx('&b;', entity), 'suspicious'],
    ['cut.xlsx', xlsx([['a']]).slice(0, 200), 'damaged'],
    ['not-a.xlsx', new TextEncoder().encode('<script>alert(1)</script>'), 'damaged'],
    ['empty.docx', zipSync({ 'a.txt': new Uint8Array(1) }), 'damaged'],
    ['binary.txt', new Uint8Array(5_000).map((_, at) => at % 9), 'damaged'],
    ['locked.xlsx', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), 'password'],
  ]
  for (const [name, bytes] of hostile)
    await send(world, 'linwan', { type: 'file', file: await upload(world, 'linwan', name, bytes) })
  await open(page, group)
  await toLatest(page)
  for (const [name, , why] of hostile) {
    await preview(name)
    await page.getByRole('dialog').getByRole('alert').getByText(why).waitFor()
    await closePreview()
  }
})

/** Gives files to the page as a drop or a paste does. */
async function give(
  event: 'drop' | 'paste',
  files: { name: string; type: string }[],
  words: Record<string, string> = {},
) {
  await page.evaluate(
    ({ event, files, words }) => {
      const data = new DataTransfer()
      const pixel = Uint8Array.from(
        atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='),
        c => c.charCodeAt(0),
      )
      for (const { name, type } of files) data.items.add(new File([pixel], name, { type }))
      for (const [type, value] of Object.entries(words)) data.setData(type, value)
      const field = document.querySelector('.messages-composer [role="textbox"]') as HTMLElement
      const given =
        event === 'paste'
          ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
          : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
      field.dispatchEvent(given)
    },
    { event, files, words },
  )
}

test('a picture with a caption and a file are sent, and come back from the server', async () => {
  await open(page, group)
  await toLatest(page)
  await give('drop', [
    { name: 'shop.png', type: 'image/png' },
    { name: 'price.xlsx', type: 'application/vnd.ms-excel' },
  ])
  await page.getByRole('list', { name: 'Attachments to send' }).getByRole('listitem').nth(1).waitFor()
  await composer(page).pressSequentially('西岸店铺货')
  await page.keyboard.press('Enter')
  await messageList(page).getByText('西岸店铺货').waitFor()
  await messageList(page).getByRole('button', { name: 'Photo shop.png' }).waitFor()
  await messageList(page).getByRole('button').filter({ hasText: 'price.xlsx' }).first().waitFor()
  expect(await page.getByRole('list', { name: 'Attachments to send' }).count()).toBe(0)
  // The picture comes from the server once it is sent.
  await messageList(page).getByRole('button', { name: 'File actions' }).waitFor()
  await messageList(page).getByRole('button', { name: 'Photo shop.png' }).click()
  await viewer().getByRole('img', { name: 'Photo shop.png' }).waitFor()
})

test('files that are dropped or pasted wait in a tray, where they are moved and removed by keys', async () => {
  await open(page, group)
  const tray = page.getByRole('list', { name: 'Attachments to send' })
  const items = tray.getByRole('listitem')
  await give('drop', [
    { name: 'shop.png', type: 'image/png' },
    { name: 'price.xlsx', type: 'application/vnd.ms-excel' },
  ])
  await items.nth(1).waitFor()
  // A screenshot is a picture; what Office copies is its text.
  await give('paste', [{ name: 'image.png', type: 'image/png' }])
  await items.nth(2).waitFor()
  await give('paste', [{ name: 'image.png', type: 'image/png' }], { 'text/plain': '单价', 'text/html': '<b>单价</b>' })
  await composer(page).getByText('单价').waitFor()
  expect(await items.count()).toBe(3)
  await items.nth(1).focus()
  await page.keyboard.press('Alt+ArrowLeft')
  await page.getByRole('listitem', { name: /^price\.xlsx, 1 of 3/ }).waitFor()
  await page.getByRole('listitem', { name: /^price\.xlsx/ }).focus()
  await page.keyboard.press('Delete')
  await page.getByRole('listitem', { name: /^shop\.png, 1 of 2/ }).waitFor()
  await page.getByRole('checkbox', { name: 'Send as files' }).check()
  expect(await page.getByRole('checkbox', { name: 'Original quality' }).isDisabled()).toBe(true)
})
