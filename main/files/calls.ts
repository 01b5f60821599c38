import type { fileCalls } from '../../preload/contract/files.ts'
import type { CallHandlers } from '../ipc/calls.ts'
import type { Parts } from '../ipc/parts.ts'
import { access } from '../ipc/parts.ts'

export function fileHandlers(parts: Parts): Pick<CallHandlers, keyof typeof fileCalls> {
  const { workspace } = access(parts)
  const files = () => workspace().files
  const uploads = () => files().uploads
  const { fileActions: actions } = parts
  return {
    'files.choose': ({ pictures }) => actions.choose(pictures),
    'files.unstage': async ({ ids }) => {
      await files().staging.remove(ids)
      return {}
    },
    'messages.sendFiles': args => workspace().outgoing.sendFiles(args),
    'files.transfers': () =>
      [...uploads().transfers(), ...files().downloads.transfers()].map(({ id, transfer }) => ({
        fileId: id,
        ...transfer,
      })),
    'files.pause': async ({ id }) => {
      if (uploads().has(id)) await uploads().pause(id, true)
      else files().downloads.pause(id)
      return {}
    },
    'files.resume': async ({ id }) => {
      if (uploads().has(id)) await uploads().pause(id, false)
      else files().downloads.resume(id)
      return {}
    },
    'files.cancel': async ({ id }) => {
      if (uploads().has(id)) await workspace().outgoing.discard(id)
      else await files().downloads.cancel(id)
      return {}
    },
    'files.retry': async ({ id }) => {
      if (uploads().has(id)) await workspace().outgoing.retry(id)
      else files().downloads.resume(id)
      return {}
    },
    'files.download': ({ fileId }) => {
      files().downloads.resume(fileId)
      return {}
    },
    'files.open': async file => {
      await actions.open(file)
      return {}
    },
    'files.showInFolder': async file => {
      await actions.showInFolder(file)
      return {}
    },
    'files.saveAs': file => actions.saveAs(file),
    'files.usage': () => files().usage(),
    'files.clear': async ({ kind }) => {
      await files().clear(kind)
      return {}
    },
    'files.setLimit': async ({ limit }) => {
      await files().setLimit(limit)
      return {}
    },
  }
}
