import type { ContentOf } from '@lianqun/protocol'
import { Copy, Download } from 'lucide-react'
import type { CSSProperties } from 'react'
import { translatorIn, useTranslate } from '../../../i18n.ts'
import { cx } from '../../../ui/index.ts'
import { albumLayout, albumWidth, type Cell, pictureBox } from '../../media/album-layout.ts'
import { copyPicture, saveFile } from '../../media/file-actions.ts'
import { imageLine } from '../../media/lines.ts'
import { Picture } from '../../media/Picture.tsx'
import { TransferVeil } from '../../media/Transfer.tsx'
import { openViewer } from '../../media/viewer/viewer-store.ts'
import type { BodyProps, KindView } from '../kind.ts'
import '../../media/media.css'

type Image = ContentOf<'image'>

function Body({ content, message, tabbable }: BodyProps<Image>) {
  const t = useTranslate('media')
  const { images, caption } = content
  const [only] = images
  const alone = only && images.length === 1 ? pictureBox(only) : null
  const album = albumLayout(images.length)
  const size = alone ?? { width: albumWidth, height: album.height }
  const cells: Cell[] = alone ? [{ x: 0, y: 0, ...alone }] : album.cells
  return (
    <span className={cx('messages-media-bare', caption && 'captioned')} style={caption ? { width: size.width } : {}}>
      <span
        className="messages-media-album"
        style={{ width: size.width, aspectRatio: `${size.width} / ${size.height}` }}
      >
        {cells.map((cell, index) => {
          const file = images[index]
          if (file === undefined) return null
          const rest = index === cells.length - 1 ? album.hidden : 0
          const place = t('pictureOf', { at: index + 1, count: images.length })
          return (
            <button
              // biome-ignore lint/suspicious/noArrayIndexKey: an album may hold a picture twice, and none changes its place
              key={index}
              type="button"
              className="messages-media-cell"
              tabIndex={tabbable ? 0 : -1}
              aria-label={
                alone
                  ? t('picture', { name: file.name })
                  : rest > 0
                    ? `${place}, ${t('morePictures', { count: rest })}`
                    : place
              }
              style={placed(cell, size)}
              onClick={() => openViewer(message, file.id)}
            >
              <Picture file={file} />
              {file.mediaType === 'image/gif' && <span className="messages-media-badge">GIF</span>}
              {rest > 0 && (
                <span className="messages-media-more" aria-hidden="true">
                  +{rest}
                </span>
              )}
            </button>
          )
        })}
        <TransferVeil message={message} />
      </span>
      {caption && <span className="messages-media-caption">{caption}</span>}
    </span>
  )
}

/** In percent, for an album may be narrower than it wants to be. */
function placed(cell: Cell, album: { width: number; height: number }): CSSProperties {
  const percent = (part: number, of: number) => `${(part / of) * 100}%`
  return {
    left: percent(cell.x, album.width),
    top: percent(cell.y, album.height),
    width: percent(cell.width, album.width),
    height: percent(cell.height, album.height),
  }
}

export const image: KindView<Image> = {
  Body,
  line: (content, _names, { language }) => imageLine(content, language),
  copyText: content => content.caption ?? '',
  actions: ({ images }, message, { language }) => {
    const t = translatorIn(language, 'media')
    const [only] = images
    if (message.seq === 0 || only === undefined || images.length > 1) return []
    return [
      { id: 'copy-picture', label: t('copyPicture'), icon: <Copy />, run: () => copyPicture(only) },
      { id: 'save-file', label: t('saveAs'), icon: <Download />, run: () => saveFile(only) },
    ]
  },
}
