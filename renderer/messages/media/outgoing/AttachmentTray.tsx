import { X } from 'lucide-react'
import { type KeyboardEvent, useRef } from 'react'
import { cleanName } from '../../../../common/text.ts'
import { useTranslate } from '../../../i18n.ts'
import { fileSize, Spinner } from '../../../ui/index.ts'
import { FileIcon } from '../FileIcon.tsx'
import { FileName } from '../FileName.tsx'
import { type Attachment, moveAttachment, removeAttachment, setTrayOptions, useTray } from './attachments.ts'
import './outgoing.css'

/** What goes with the next message: pictures and files in their order, and how they go. */
export function AttachmentTray({ id }: { id: string }) {
  const t = useTranslate('media')
  const tray = useTray(id)
  const list = useRef<HTMLUListElement>(null)
  if (tray.items.length === 0) return null
  const pictures = tray.items.some(({ kind }) => kind === 'image')
  const media = tray.items.some(({ kind }) => kind !== 'file')
  const focus = (index: number) =>
    requestAnimationFrame(() => list.current?.querySelectorAll<HTMLElement>('li')[index]?.focus())
  const onKey = (event: KeyboardEvent, item: Attachment, index: number) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (event.key === 'Delete' || event.key === 'Backspace') {
      removeAttachment(id, item.key)
      focus(Math.max(0, index - 1))
    } else if (step !== 0 && event.altKey) {
      moveAttachment(id, item.key, step)
      focus(Math.min(tray.items.length - 1, Math.max(0, index + step)))
    } else if (step !== 0) focus(Math.min(tray.items.length - 1, Math.max(0, index + step)))
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className="messages-tray">
      <ul ref={list} aria-label={t('attachments')} className="messages-tray-items">
        {tray.items.map((item, index) => {
          const name = cleanName(item.file.name)
          return (
            <li
              key={item.key}
              // biome-ignore lint/a11y/noNoninteractiveTabindex: keys move and remove it
              tabIndex={0}
              aria-label={t('attachmentPlace', { name, at: index + 1, count: tray.items.length })}
              onKeyDown={event => onKey(event, item, index)}
              draggable={!tray.sending}
              onDragStart={event => event.dataTransfer.setData('application/x-attachment', String(item.key))}
              onDragOver={event =>
                event.dataTransfer.types.includes('application/x-attachment') && event.preventDefault()
              }
              onDrop={event => {
                const key = Number(event.dataTransfer.getData('application/x-attachment'))
                const from = tray.items.findIndex(other => other.key === key)
                if (from < 0) return
                event.preventDefault()
                event.stopPropagation()
                moveAttachment(id, key, index - from)
              }}
            >
              {item.kind === 'image' && !tray.asFiles ? (
                <img className="messages-tray-picture" src={item.url} alt="" draggable={false} />
              ) : (
                <span className="messages-tray-file">
                  <FileIcon name={item.file.name} mediaType={item.file.type} />
                  <span>
                    <FileName name={item.file.name} />
                    <span className="messages-tray-size">{fileSize(item.file.size)}</span>
                  </span>
                </span>
              )}
              <button
                type="button"
                className="messages-tray-remove"
                tabIndex={-1}
                disabled={tray.sending}
                aria-label={t('removeAttachment', { name })}
                onClick={() => removeAttachment(id, item.key)}
              >
                <X />
              </button>
            </li>
          )
        })}
      </ul>
      {media && (
        <div className="messages-tray-options">
          <label>
            <input
              type="checkbox"
              checked={tray.asFiles}
              onChange={event => setTrayOptions(id, { asFiles: event.target.checked })}
            />
            {t('asFiles')}
          </label>
          {pictures && (
            <label>
              <input
                type="checkbox"
                checked={tray.originals || tray.asFiles}
                disabled={tray.asFiles}
                onChange={event => setTrayOptions(id, { originals: event.target.checked })}
              />
              {t('originals')}
            </label>
          )}
          {tray.sending && <Spinner />}
        </div>
      )}
    </div>
  )
}
