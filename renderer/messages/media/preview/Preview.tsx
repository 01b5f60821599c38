import type { FileRef } from '@lianqun/protocol'
import { Download, FileX, SquareArrowOutUpRight, X } from 'lucide-react'
import { useEffect, useEffectEvent, useState } from 'react'
import { cleanName } from '../../../../common/text.ts'
import { useTranslate } from '../../../i18n.ts'
import { Button, FullDialog, fileSize, IconButton, Spinner } from '../../../ui/index.ts'
import { fileAddress } from '../addresses.ts'
import { FileIcon } from '../FileIcon.tsx'
import { openFile, saveFile } from '../file-actions.ts'
import { playAlone } from '../play-alone.ts'
import { DocumentFrame } from './DocumentFrame.tsx'
import { closePreview, type PreviewProblem, previewKind, usePreview } from './preview-store.ts'
import './preview.css'

/** Where a preview appears, over the whole window. */
export function PreviewHost() {
  const file = usePreview(state => state.file)
  return file && <Preview key={file.id} file={file} />
}

function Preview({ file }: { file: FileRef }) {
  const t = useTranslate('media')
  const [state, setState] = useState<'loading' | 'shown' | PreviewProblem>('loading')
  const kind = previewKind(file)
  const name = cleanName(file.name)
  const failed = state !== 'loading' && state !== 'shown'
  return (
    <FullDialog label={t('preview', { name })} className="messages-document" onClose={closePreview}>
      <div className="messages-document-top">
        <FileIcon name={file.name} mediaType={file.mediaType} />
        <div className="grow messages-document-title">
          <p className="ellipsis">{name}</p>
          <p className="muted small">{fileSize(file.size)}</p>
        </div>
        <IconButton label={t('openFile')} icon={<SquareArrowOutUpRight />} onClick={() => openFile(file)} />
        <IconButton label={t('saveAs')} icon={<Download />} onClick={() => saveFile(file)} />
        <IconButton label={t('close')} shortcut="Esc" icon={<X />} onClick={closePreview} />
      </div>
      <div className="messages-document-body">
        {(kind === 'video' || kind === 'audio') && !failed && (
          <Player file={file} kind={kind} onProblem={() => setState('damaged')} onReady={() => setState('shown')} />
        )}
        {kind !== null && kind !== 'picture' && kind !== 'video' && kind !== 'audio' && !failed && (
          <DocumentFrame file={file} kind={kind} shown={state === 'shown'} onState={setState} />
        )}
        {state === 'loading' && (
          <div className="messages-document-state">
            <Spinner label={t('previewLoading')} />
          </div>
        )}
        {failed && (
          <div className="messages-document-state" role="alert">
            <FileX aria-hidden="true" />
            <p>{t(`preview_${state}`)}</p>
            <Button onClick={() => saveFile(file)}>{t('saveAs')}</Button>
          </div>
        )}
      </div>
    </FullDialog>
  )
}

function Player(props: { file: FileRef; kind: 'video' | 'audio'; onProblem: () => void; onReady: () => void }) {
  const { file, kind, onProblem, onReady } = props
  const Tag = kind
  const ready = useEffectEvent(onReady)
  useEffect(() => ready(), [])
  return (
    // What people film and record has no captions.
    <Tag
      className="messages-document-player"
      src={fileAddress(file.id)}
      controls
      controlsList="nodownload noremoteplayback"
      preload="metadata"
      onPlay={event => playAlone(event.currentTarget)}
      onError={onProblem}
    />
  )
}
