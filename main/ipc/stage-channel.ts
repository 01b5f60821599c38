import type { IpcMain, IpcMainInvokeEvent } from 'electron'
import {
  type StageAnswer,
  type StagedFile,
  type StageRequest,
  stageChannel,
  stagePieceBytes,
  stageRequestSchema,
} from '../../preload/contract/index.ts'
import type { Log } from '../log.ts'
import { DesktopError, errorCode } from '../workspace/errors.ts'

/**
 * Answers the preload script of our window, which alone may name paths. It is no call of the contract, so that a page
 * that someone else controls cannot have any file of the disk sent.
 */
export function bindStaging(options: {
  ipcMain: Pick<IpcMain, 'handle'>
  isOurs: (event: IpcMainInvokeEvent) => boolean
  stage: (request: StageRequest) => Promise<{ id: string; file: StagedFile | null }>
  log: Log
}): void {
  const { ipcMain, isOurs, stage, log } = options
  ipcMain.handle(stageChannel, async (event, message: unknown): Promise<StageAnswer> => {
    try {
      if (!isOurs(event)) throw new DesktopError('bad_arguments', 'this page may not stage files')
      const request = stageRequestSchema.safeParse(message)
      if (!request.success) throw new DesktopError('bad_arguments', String(request.error.issues[0]?.message))
      if (request.data.step === 'piece' && request.data.bytes.byteLength > stagePieceBytes)
        throw new DesktopError('bad_arguments', 'the piece is too large')
      return { ok: true, ...(await stage(request.data)) }
    } catch (error) {
      log('a file could not be staged', { error: String(error) })
      return { ok: false, error: { code: errorCode(error).code, message: String(error) } }
    }
  })
}
