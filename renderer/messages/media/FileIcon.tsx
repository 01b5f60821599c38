import { extensionOf, type FileGroup, fileGroup } from './file-names.ts'

/** What stands on the icon of a file whose extension is too long for it. */
const short: Partial<Record<FileGroup, string>> = { doc: 'DOC', sheet: 'XLS', slides: 'PPT' }

/** The icon of a file by its type: a page with its extension. Its name stands beside it, so it says nothing itself. */
export function FileIcon({ name, mediaType }: { name: string; mediaType: string }) {
  const group = fileGroup(name, mediaType)
  const extension = extensionOf(name).toUpperCase()
  const long = short[group]
  const label = long && extension.startsWith(long) ? long : extension.slice(0, 4)
  return (
    <svg
      className="messages-media-icon"
      data-group={group}
      viewBox="0 0 32 38"
      width="32"
      height="38"
      aria-hidden="true"
    >
      <path d="M4 0h16l12 12v22a4 4 0 0 1-4 4H4a4 4 0 0 1-4-4V4a4 4 0 0 1 4-4Z" />
      <path className="messages-media-icon-fold" d="M20 0l12 12h-9a3 3 0 0 1-3-3Z" />
      <text x="16" y="30" textAnchor="middle">
        {label}
      </text>
    </svg>
  )
}
