import { Pause, Play, RotateCw, X } from 'lucide-react'
import type { MessageItem } from '../../../preload/contract/index.ts'
import { useTranslate } from '../../i18n.ts'
import { cx, IconButton } from '../../ui/index.ts'
import { cancelUpload, pauseUpload, resumeUpload } from './file-actions.ts'
import { percentOf, type Transfer, uploadOf } from './transfers.ts'

const radius = 15
const round = 2 * Math.PI * radius

/** What a screen reader hears of a transfer. */
function progress(transfer: Transfer, label: string) {
  const percent = percentOf(transfer)
  return { 'aria-label': label, 'aria-valuemin': 0, 'aria-valuemax': 100, 'aria-valuenow': percent }
}

/** A line that fills with a transfer. */
export function TransferBar({ transfer, label }: { transfer: Transfer; label: string }) {
  return (
    <span
      className={cx('messages-media-progress', transfer.state === 'paused' && 'paused')}
      role="progressbar"
      {...progress(transfer, label)}
    >
      <span style={{ transform: `scaleX(${percentOf(transfer) / 100})` }} />
    </span>
  )
}

/** Pause or resume, and cancel, of the upload of a message. */
export function UploadButtons({ message, transfer }: { message: MessageItem; transfer: Transfer }) {
  const t = useTranslate('media')
  const { state } = transfer
  return (
    <span className="messages-media-transfer-buttons">
      {(state === 'running' || state === 'waiting') && (
        <IconButton size="small" label={t('pause')} icon={<Pause />} onClick={() => pauseUpload(message)} />
      )}
      {state === 'paused' && (
        <IconButton size="small" label={t('resume')} icon={<Play />} onClick={() => resumeUpload(message)} />
      )}
      {state === 'failed' && (
        <IconButton size="small" label={t('again')} icon={<RotateCw />} onClick={() => resumeUpload(message)} />
      )}
      <IconButton size="small" label={t('cancel')} icon={<X />} onClick={() => cancelUpload(message)} />
    </span>
  )
}

/** Over a picture that is on its way up: how far it is, and what can be done. */
export function TransferVeil({ message }: { message: MessageItem }) {
  const t = useTranslate('media')
  const transfer = uploadOf(message)
  if (transfer === null || transfer.state === 'done') return null
  const percent = percentOf(transfer)
  return (
    <span className="messages-media-veil">
      <svg
        className="messages-media-ring"
        viewBox="0 0 36 36"
        role="progressbar"
        {...progress(transfer, t('uploading', { percent }))}
      >
        <circle cx="18" cy="18" r={radius} />
        <circle
          className="messages-media-ring-done"
          cx="18"
          cy="18"
          r={radius}
          strokeDasharray={`${(percent / 100) * round} ${round}`}
        />
      </svg>
      <UploadButtons message={message} transfer={transfer} />
    </span>
  )
}

/** Below what is on its way up. */
export function TransferLine({ message }: { message: MessageItem }) {
  const t = useTranslate('media')
  const transfer = uploadOf(message)
  if (transfer === null || transfer.state === 'done') return null
  return (
    <span className="messages-media-transfer-line">
      <TransferBar transfer={transfer} label={t('uploading', { percent: percentOf(transfer) })} />
      <UploadButtons message={message} transfer={transfer} />
    </span>
  )
}
