import type { FileRef } from '@lianqun/protocol'
import { Download, Eye, FolderOpen, MoreHorizontal, Pause, Play, SquareArrowOutUpRight, X } from 'lucide-react'
import type { MessageItem } from '../../../preload/contract/index.ts'
import { DesktopError, errorText } from '../../desktop.ts'
import { useTranslate } from '../../i18n.ts'
import { cx, fileSize, IconButton, Menu } from '../../ui/index.ts'
import { FileIcon } from './FileIcon.tsx'
import { FileName } from './FileName.tsx'
import { cancelDownload, openFile, pauseDownload, resumeDownload, saveFile, showFile } from './file-actions.ts'
import { openPreview, previewKind } from './preview/preview-store.ts'
import { TransferBar, UploadButtons } from './Transfer.tsx'
import { percentOf, type Transfer, uploadOf, useDownload } from './transfers.ts'

/** The second line of a file's card: its size, or how far it is on its way. */
function useStateLine(size: number, transfer: Transfer | null, way: 'upload' | 'download'): string {
  const t = useTranslate('media')
  if (transfer === null || transfer.state === 'done') return fileSize(size)
  const values = {
    done: fileSize(transfer.done),
    total: fileSize(transfer.total),
    reason: errorText(new DesktopError(transfer.error ?? 'unknown', '')),
  }
  if (way === 'download') return t(`download_${transfer.state === 'waiting' ? 'running' : transfer.state}`, values)
  if (transfer.state !== 'waiting') return t(`upload_${transfer.state}`, values)
  return transfer.error === null ? `${t('upload_waiting')} · ${fileSize(size)}` : t('upload_waitingFor', values)
}

/** A file: a press previews it, or opens it where no preview exists. */
export function FileCard({ file, message, tabbable }: { file: FileRef; message: MessageItem; tabbable: boolean }) {
  const t = useTranslate('media')
  const upload = uploadOf(message)
  const download = useDownload(file.id)
  const transfer = upload ?? download
  const active = transfer !== null && transfer.state !== 'done'
  const line = useStateLine(file.size, transfer, upload ? 'upload' : 'download')
  const tab = tabbable ? 0 : -1
  const sent = message.seq > 0
  const previews = previewKind(file) !== null
  return (
    <span className={cx('messages-media-card', transfer?.state === 'failed' && 'failed')}>
      <button
        type="button"
        className="messages-media-card-main"
        tabIndex={tab}
        disabled={!sent}
        onClick={() => (previews ? openPreview(file, message) : openFile(file))}
      >
        <FileIcon name={file.name} mediaType={file.mediaType} />
        <span className="messages-media-card-text">
          <FileName name={file.name} />
          <span className="messages-media-card-state" role={active ? 'status' : undefined}>
            {line}
          </span>
          {active && transfer.state !== 'failed' && (
            <TransferBar
              transfer={transfer}
              label={t(upload ? 'uploading' : 'downloading', { percent: percentOf(transfer) })}
            />
          )}
        </span>
      </button>
      {upload && active && <UploadButtons message={message} transfer={upload} />}
      {!upload && download && active && <DownloadButtons file={file} download={download} />}
      {sent && !active && (
        <Menu
          align="end"
          trigger={<IconButton size="small" label={t('fileActions')} icon={<MoreHorizontal />} tabIndex={tab} />}
          items={[
            previews && { label: t('previewFile'), icon: <Eye />, onSelect: () => openPreview(file, message) },
            { label: t('openFile'), icon: <SquareArrowOutUpRight />, onSelect: () => openFile(file) },
            { label: t('saveAs'), icon: <Download />, onSelect: () => saveFile(file) },
            { label: t('showInFolder'), icon: <FolderOpen />, onSelect: () => showFile(file) },
          ]}
        />
      )}
    </span>
  )
}

function DownloadButtons({ file, download }: { file: FileRef; download: Transfer }) {
  const t = useTranslate('media')
  const runs = download.state === 'running' || download.state === 'waiting'
  return (
    <span className="messages-media-transfer-buttons">
      {runs ? (
        <IconButton size="small" label={t('pause')} icon={<Pause />} onClick={() => pauseDownload(file)} />
      ) : (
        <IconButton size="small" label={t('resume')} icon={<Play />} onClick={() => resumeDownload(file)} />
      )}
      <IconButton size="small" label={t('cancel')} icon={<X />} onClick={() => cancelDownload(file)} />
    </span>
  )
}
