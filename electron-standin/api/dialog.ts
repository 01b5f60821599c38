import { record } from '../host/recorder.ts'
import { BrowserWindow } from './browser-window.ts'

type Kind =
  | 'showMessageBox'
  | 'showMessageBoxSync'
  | 'showOpenDialog'
  | 'showOpenDialogSync'
  | 'showSaveDialog'
  | 'showSaveDialogSync'
  | 'showErrorBox'

interface MessageOptions {
  message: string
  buttons?: string[]
  cancelId?: number
}

const answers: { kind: string; answer: unknown }[] = []

/** For tests: queues the answer to the next dialog of a kind. */
export function answerDialog(kind: string, answer: unknown): void {
  answers.push({ kind: kind.replace(/Sync$/, ''), answer })
}

function ask<T>(kind: Kind, options: unknown, otherwise: T): T {
  const at = answers.findIndex(item => item.kind === kind.replace(/Sync$/, ''))
  const answer = at < 0 ? otherwise : (answers.splice(at, 1)[0]?.answer as T)
  record('dialogs', { kind, options: plain(options), answer })
  return answer
}

/** Dialogs are not drawn. Without a queued answer they are cancelled. */
function optionsOf<T>(first: unknown, second?: T): T {
  return (first instanceof BrowserWindow || second !== undefined ? second : first) as T
}

function plain(options: unknown): unknown {
  return JSON.parse(JSON.stringify(options, (key, value) => (key === 'icon' ? undefined : value)) ?? 'null')
}

function cancelId(options: MessageOptions): number {
  const named = (options.buttons ?? []).findIndex(label => /^(cancel|no|取消|否)$/i.test(label))
  return options.cancelId ?? Math.max(named, 0)
}

export const dialog = {
  async showMessageBox(first: unknown, second?: MessageOptions) {
    const options = optionsOf<MessageOptions>(first, second)
    const answer = ask<number | { response: number; checkboxChecked: boolean }>(
      'showMessageBox',
      options,
      cancelId(options),
    )
    return typeof answer === 'number' ? { response: answer, checkboxChecked: false } : answer
  },
  showMessageBoxSync(first: unknown, second?: MessageOptions): number {
    const options = optionsOf<MessageOptions>(first, second)
    return ask('showMessageBoxSync', options, cancelId(options))
  },
  showErrorBox(title: string, content: string): void {
    console.error(`${title}\n${content}`)
    ask('showErrorBox', { title, content }, undefined)
  },
  async showOpenDialog(first: unknown, second?: object) {
    const paths = ask<string[]>('showOpenDialog', optionsOf(first, second), [])
    return { canceled: paths.length === 0, filePaths: paths }
  },
  showOpenDialogSync(first: unknown, second?: object): string[] | undefined {
    return ask<string[] | undefined>('showOpenDialogSync', optionsOf(first, second), undefined)
  },
  async showSaveDialog(first: unknown, second?: object) {
    const filePath = ask<string>('showSaveDialog', optionsOf(first, second), '')
    return { canceled: filePath === '', filePath }
  },
  showSaveDialogSync(first: unknown, second?: object): string {
    return ask<string>('showSaveDialogSync', optionsOf(first, second), '')
  },
}
