import { filesWin } from './intake.ts'

/** The files of a clipboard that count, or none where its words do. */
export function filesOfPaste(data: DataTransfer | null): File[] {
  if (data === null) return []
  const files = Array.from(data.files)
  const html = data.getData('text/html')
  const htmlText = html === '' ? null : (new DOMParser().parseFromString(html, 'text/html').body.textContent ?? '')
  return filesWin({ names: files.map(({ name }) => name), plain: data.getData('text/plain'), htmlText }) ? files : []
}
