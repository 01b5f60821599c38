import type { fileCalls } from '../../preload/contract/files.ts'
import type { CallHandlers } from '../ipc/calls.ts'
import type { Parts } from '../ipc/parts.ts'

const later = (): never => {
  throw new Error('files are not there yet')
}

export function fileHandlers(_parts: Parts): Pick<CallHandlers, keyof typeof fileCalls> {
  return {
    'files.choose': later,
    'files.unstage': later,
    'messages.sendFiles': later,
    'files.transfers': () => [],
    'files.pause': later,
    'files.resume': later,
    'files.cancel': later,
    'files.retry': later,
    'files.download': later,
    'files.open': later,
    'files.showInFolder': later,
    'files.saveAs': later,
    'files.copyImage': later,
    'files.usage': later,
    'files.clear': later,
    'files.setLimit': later,
  }
}
