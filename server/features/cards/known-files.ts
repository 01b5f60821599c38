import { type Card, type FileRef, visitWhole } from '@lianqun/protocol'

/**
 * A card with the files of the face before, and no others: a picture that was loaded is not loaded again, and nobody
 * shows a file by writing its id.
 */
export function withFiles(card: Card, before: Card | null): Card {
  const byUrl = new Map<unknown, FileRef>()
  const byId = new Map<string, FileRef>()
  visitWhole(before, node => {
    if (node.type !== 'Image' || node.file === undefined) return
    const file = node.file as FileRef
    byId.set(file.id, file)
    if (node.url !== undefined) byUrl.set(node.url, file)
  })
  const copy = structuredClone(card)
  visitWhole(copy, node => {
    if (node.type !== 'Image') return
    const known = byId.get((node.file as FileRef | undefined)?.id ?? '') ?? byUrl.get(node.url)
    if (known === undefined) delete node.file
    else node.file = known
  })
  return copy
}
