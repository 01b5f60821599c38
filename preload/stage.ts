import type { Desktop, StageAnswer, StagedFile, StageOutcome, StageRequest, stagePieceBytes } from './contract/index.ts'

const pieceBytes: typeof stagePieceBytes = 4_194_304

/**
 * Hands files to main: those of the disk by their path, others (the clipboard's, recordings) by their bytes in pieces.
 * What was staged before an error stays staged in main until its answer is dropped there.
 */
export function createStage(options: {
  pathOf: (file: File) => string
  send: (request: StageRequest) => Promise<StageAnswer>
}): Desktop['stage'] {
  const { pathOf, send } = options
  const ask = async (request: StageRequest): Promise<Extract<StageAnswer, { ok: true }>> => {
    const answer = await send(request)
    if (!answer.ok) throw answer
    return answer
  }
  async function one(file: File): Promise<StagedFile | null> {
    const described = { name: file.name, mediaType: file.type }
    const path = pathOf(file)
    if (path !== '') return (await ask({ step: 'path', path, ...described })).file
    const { id } = await ask({ step: 'begin', size: file.size, ...described })
    for (let start = 0; start < file.size; start += pieceBytes) {
      const bytes = new Uint8Array(await file.slice(start, start + pieceBytes).arrayBuffer())
      await ask({ step: 'piece', id, bytes })
    }
    return (await ask({ step: 'end', id })).file
  }
  return async files => {
    const value: StagedFile[] = []
    try {
      for (const file of files) {
        const staged = await one(file)
        if (staged !== null) value.push(staged)
      }
      return { ok: true, value }
    } catch (error) {
      return failure(error)
    }
  }
}

function failure(error: unknown): StageOutcome {
  const told = error as Partial<Extract<StageAnswer, { ok: false }>> | null
  if (told?.ok === false && told.error !== undefined) return { ok: false, error: told.error }
  // A file that vanished, or a folder: the page cannot read it.
  return { ok: false, error: { code: 'file_unreadable', message: String(error) } }
}
