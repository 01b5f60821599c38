import type { FileRef } from '@lianqun/protocol'
import { Copy, Download, Expand, MessageCircle, RotateCcw, RotateCw, ZoomIn, ZoomOut } from 'lucide-react'
import { useTranslate } from '../../../i18n.ts'
import { fileSize, IconButton, shortcut } from '../../../ui/index.ts'

/** The bar of the viewer. `original`: the picture itself is shown already, not a smaller one. */
export function ViewerTools(props: {
  scale: number
  file: FileRef
  sent: boolean
  original: boolean
  act: Record<
    'zoomIn' | 'zoomOut' | 'fit' | 'actual' | 'rotateLeft' | 'rotateRight' | 'original' | 'copy' | 'save' | 'show',
    () => void
  >
}) {
  const { scale, file, sent, original, act } = props
  const t = useTranslate('media')
  const tip = 'top'
  return (
    <div className="messages-viewer-tools" role="toolbar" aria-label={t('viewer')}>
      <IconButton tip={tip} label={t('zoomOut')} shortcut="-" icon={<ZoomOut />} onClick={act.zoomOut} />
      <button type="button" className="messages-viewer-zoom" aria-label={t('actualSize')} onClick={act.actual}>
        {Math.round(scale * 100)}%
      </button>
      <IconButton tip={tip} label={t('zoomIn')} shortcut="+" icon={<ZoomIn />} onClick={act.zoomIn} />
      <IconButton tip={tip} label={t('fit')} shortcut="0" icon={<Expand />} onClick={act.fit} />
      <span className="messages-viewer-line" />
      <IconButton tip={tip} label={t('rotateLeft')} shortcut="Shift R" icon={<RotateCcw />} onClick={act.rotateLeft} />
      <IconButton tip={tip} label={t('rotateRight')} shortcut="R" icon={<RotateCw />} onClick={act.rotateRight} />
      {sent && (
        <>
          <span className="messages-viewer-line" />
          {!original && (
            <button type="button" className="messages-viewer-original" onClick={act.original}>
              {t('original', { size: fileSize(file.size) })}
            </button>
          )}
          <IconButton tip={tip} label={t('copyPicture')} shortcut={shortcut('C')} icon={<Copy />} onClick={act.copy} />
          <IconButton tip={tip} label={t('saveAs')} shortcut={shortcut('S')} icon={<Download />} onClick={act.save} />
          <IconButton tip={tip} label={t('showInChat')} icon={<MessageCircle />} onClick={act.show} />
        </>
      )}
    </div>
  )
}
