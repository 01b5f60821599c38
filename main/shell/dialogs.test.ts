import type { BrowserWindow, MessageBoxOptions } from 'electron'
import { expect, test } from 'vitest'
import { createDialogs } from './dialogs.ts'

function asking(...answers: number[]) {
  const boxes: MessageBoxOptions[] = []
  const calls: string[] = []
  const window = {
    isDestroyed: () => false,
    webContents: { forcefullyCrashRenderer: () => calls.push('ended the page') },
  } as unknown as BrowserWindow
  const dialogs = createDialogs({
    dialog: {
      showMessageBox: (async (_window: BrowserWindow, box: MessageBoxOptions) => {
        boxes.push(box)
        return { response: answers.shift() ?? box.cancelId ?? 0, checkboxChecked: false }
      }) as never,
    },
    language: () => 'en',
    show: () => window,
    quit: () => calls.push('quit'),
    log: message => calls.push(message),
  })
  return { dialogs, window, boxes, calls }
}

test('where the tray is not shown, the choice to minimise holds for the run, and quitting quits', async () => {
  const { dialogs, window, boxes, calls } = asking(0)
  expect(await dialogs.askWithoutTray(window)).toBe('minimise')
  expect(await dialogs.askWithoutTray(window)).toBe('minimise')
  expect([boxes.length, calls]).toEqual([1, []])
  const other = asking(1)
  expect(await other.dialogs.askWithoutTray(other.window)).toBe('quit')
  expect(other.calls).toEqual(['quit'])
})

test('a page that does not react is ended only when the user says so, and has not come back', async () => {
  for (const [answer, aborted, expected] of [
    [0, false, []],
    [1, false, ['ended the page']],
    [1, true, []],
  ] as const) {
    const { dialogs, window, calls } = asking(answer)
    const again = new AbortController()
    dialogs.askUnresponsive(window, again.signal)
    if (aborted) again.abort()
    await new Promise(setImmediate)
    expect(calls).toEqual(expected)
  }
})

test('a certificate is chosen by the user, and dismissing the question shows none', async () => {
  const list = [
    { subjectName: 'Lin', issuerName: 'Qingyu CA' },
    { subjectName: 'Private', issuerName: 'Bank' },
  ] as never
  const { dialogs, boxes } = asking(1)
  expect(await dialogs.chooseCertificate('chat.example', list)).toMatchObject({ subjectName: 'Private' })
  expect(boxes[0]?.buttons).toEqual(['Lin (Qingyu CA)', 'Private (Bank)', 'No certificate'])
  expect(await asking().dialogs.chooseCertificate('chat.example', list)).toBe(null)
})

test('an unexpected error is told once', async () => {
  const { dialogs, boxes } = asking()
  dialogs.warnOfFault()
  dialogs.warnOfFault()
  expect(boxes).toHaveLength(1)
})
