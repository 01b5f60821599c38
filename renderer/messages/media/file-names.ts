import { graphemes } from '../../../common/text.ts'

/** What a file is to those who see its name. */
export type FileGroup = 'doc' | 'sheet' | 'slides' | 'pdf' | 'archive' | 'image' | 'video' | 'audio' | 'code' | 'other'

const extensions: Record<Exclude<FileGroup, 'other'>, string> = {
  doc: 'doc docx odt rtf txt md pages wps log',
  sheet: 'xls xlsx csv tsv ods numbers et',
  slides: 'ppt pptx odp key dps',
  pdf: 'pdf',
  archive: 'zip rar 7z tar gz tgz bz2 xz zst',
  image: 'jpg jpeg png gif webp avif bmp svg heic heif tif tiff ico psd',
  video: 'mp4 mov mkv webm avi m4v wmv',
  audio: 'mp3 wav m4a aac flac ogg opus wma',
  code:
    'js mjs cjs ts tsx jsx json jsonc yaml yml toml xml html htm css scss less py rb go rs java kt swift c h cc cpp ' +
    'hpp cs php sh bash zsh sql lua r dart vue svelte ini conf env diff patch gradle proto tf dockerfile',
}
const groups = new Map(
  Object.entries(extensions).flatMap(([group, list]) => list.split(' ').map(name => [name, group as FileGroup])),
)

/** The extension of a name in lower case, without its dot; empty when it has none that is short enough to be one. */
export function extensionOf(name: string): string {
  const at = name.lastIndexOf('.')
  const extension = at > 0 ? name.slice(at + 1) : ''
  return /^[\p{L}\p{N}_-]{1,12}$/u.test(extension) ? extension.toLowerCase() : ''
}

/** By the name, and by the type where the name says nothing. */
export function fileGroup(name: string, mediaType: string): FileGroup {
  const known = groups.get(extensionOf(name))
  if (known) return known
  const [kind] = mediaType.split('/')
  if (kind === 'image' || kind === 'video' || kind === 'audio') return kind
  if (mediaType === 'application/pdf') return 'pdf'
  return kind === 'text' ? 'doc' : 'other'
}

const tailChars = 4

/**
 * A name in two parts, of which only the first is cut where there is no room: the end of a name, with its extension,
 * tells `终稿 v6.pptx` from `终稿 v7.pptx`.
 */
export function splitName(name: string): { head: string; tail: string } {
  const extension = extensionOf(name)
  const stem = extension === '' ? name : name.slice(0, -extension.length - 1)
  const letters = [...graphemes(stem)]
  if (letters.length <= tailChars * 2) return { head: name, tail: '' }
  const head = letters.slice(0, -tailChars).join('')
  return { head, tail: name.slice(head.length) }
}
