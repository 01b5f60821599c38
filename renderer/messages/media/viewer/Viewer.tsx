import { ChevronLeft, ChevronRight, X } from 'lucide-react'
import { type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { cleanName } from '../../../../common/text.ts'
import { useLanguage, useTranslate } from '../../../i18n.ts'
import { openConversation } from '../../../stores/navigation.ts'
import { cx, FullDialog, fullTime, IconButton, isMac, speakerOf } from '../../../ui/index.ts'
import { fileAddress } from '../addresses.ts'
import { copyPicture, saveFile } from '../file-actions.ts'
import type { MediaItem } from '../media-of.ts'
import { Picture } from '../Picture.tsx'
import { placeholderAddress } from '../placeholder.ts'
import { Stage } from './Stage.tsx'
import { ViewerTools } from './ViewerTools.tsx'
import { closeViewer, showInViewer, stepViewer, useViewer, type Viewed } from './viewer-store.ts'
import { rotated, type Size, scaleOf, startView, toggled, type View, zoomed } from './viewer-view.ts'
import './viewer.css'

/** Where the viewer appears, over the whole window. */
export function ViewerHost() {
  const viewed = useViewer(state => state.viewed)
  const item = viewed?.items[viewed.index]
  return viewed && item ? <Viewer viewed={viewed} item={item} /> : null
}

const zoomStep = 1.25

function Viewer({ viewed, item }: { viewed: Viewed; item: MediaItem }) {
  const t = useTranslate('media')
  const language = useLanguage()
  const { file, message } = item
  const picture: Size = { width: file.width ?? 1, height: file.height ?? 1 }
  const [stage, setStage] = useState<Size>({ width: 1, height: 1 })
  const [view, setView] = useState<View>(startView)
  const [original, setOriginal] = useState(false)
  const key = `${message.seq}/${message.clientId}/${file.id}`
  // biome-ignore lint/correctness/useExhaustiveDependencies: another picture begins anew
  useLayoutEffect(() => {
    setView(startView)
    setOriginal(false)
  }, [key])
  const scale = scaleOf(view, picture, stage)
  // What is enlarged beyond the smaller picture that the server made needs the original.
  const enlarged = view.scale !== null && Math.max(picture.width, picture.height) * scale > 1_600
  useEffect(() => {
    if (enlarged) setOriginal(true)
  }, [enlarged])

  const zoom = (factor: number) => setView(now => zoomed(now, factor, picture, stage))
  const act = {
    zoomIn: () => zoom(zoomStep),
    zoomOut: () => zoom(1 / zoomStep),
    fit: () => setView(now => ({ ...now, scale: null, x: 0, y: 0 })),
    actual: () => setView(now => zoomed(now, 1 / scaleOf(now, picture, stage), picture, stage)),
    rotateLeft: () => setView(now => rotated(now, -90)),
    rotateRight: () => setView(now => rotated(now, 90)),
    original: () => setOriginal(true),
    copy: () => copyPicture(file),
    save: () => saveFile(file),
    show: () => {
      closeViewer()
      openConversation(message.conversationId, message.seq)
    },
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const run = keyAction(event, act)
    if (run === null) return
    event.preventDefault()
    event.stopPropagation()
    run()
  }
  const onView = useCallback((change: (now: View) => View) => setView(change), [])
  const sources = sourcesOf(item, original)
  return (
    <FullDialog label={t('viewer')} className="messages-viewer" onClose={closeViewer} onKeyDown={onKeyDown}>
      <div className="messages-viewer-top">
        <div className="grow messages-viewer-title">
          <p className="ellipsis">{cleanName(file.name)}</p>
          <p className="ellipsis messages-viewer-sub">
            {speakerOf(message.sender, language)} · {fullTime(message.sentAt, language)} ·{' '}
            {t('viewerPixels', { width: picture.width, height: picture.height })}
          </p>
        </div>
        <span className="messages-viewer-place" role="status">
          {t('viewerPlace', { at: viewed.index + 1, count: viewed.items.length })}
          {viewed.more && '+'}
        </span>
        <IconButton label={t('close')} shortcut="Esc" icon={<X />} onClick={closeViewer} />
      </div>
      <div className="messages-viewer-middle">
        <Stage
          key={key}
          label={t('picture', { name: file.name })}
          picture={picture}
          sources={sources}
          placeholder={placeholderAddress(file.placeholder)}
          view={view}
          onView={onView}
          onSize={setStage}
          onToggle={at => setView(now => toggled(now, picture, stage, at))}
        />
        {viewed.index > 0 && (
          <button
            type="button"
            className="messages-viewer-step"
            aria-label={t('previous')}
            onClick={() => stepViewer(-1)}
          >
            <ChevronLeft />
          </button>
        )}
        {viewed.index < viewed.items.length - 1 && (
          <button
            type="button"
            className="messages-viewer-step at-end"
            aria-label={t('next')}
            onClick={() => stepViewer(1)}
          >
            <ChevronRight />
          </button>
        )}
      </div>
      <div className="messages-viewer-bottom">
        {viewed.items.length > 1 && <Filmstrip viewed={viewed} />}
        <ViewerTools scale={scale} file={file} sent={message.seq > 0} original={original || !file.previews} act={act} />
      </div>
    </FullDialog>
  )
}

/** The addresses of a picture, each sharper than the one before it. */
function sourcesOf({ file }: MediaItem, original: boolean): string[] {
  const whole = fileAddress(file.id)
  const moves = file.mediaType === 'image/gif'
  if (!file.previews || moves) return [whole]
  const smaller = fileAddress(file.id, 'preview')
  return original ? [smaller, whole] : [smaller]
}

/** What a key does in the viewer, or null. */
function keyAction(event: KeyboardEvent, act: Record<string, () => void>): (() => void) | null {
  const command = isMac ? event.metaKey : event.ctrlKey
  if (event.altKey || event.nativeEvent.isComposing) return null
  if (command) {
    if (event.key === 'c' && String(window.getSelection() ?? '') === '') return act.copy ?? null
    return event.key === 's' ? (act.save ?? null) : null
  }
  const keys = new Map<string, (() => void) | undefined>([
    ['ArrowLeft', () => stepViewer(-1)],
    ['ArrowRight', () => stepViewer(1)],
    ['PageUp', () => stepViewer(-1)],
    ['PageDown', () => stepViewer(1)],
    ['Home', () => showInViewer(0)],
    ['End', () => showInViewer(Number.MAX_SAFE_INTEGER)],
    ['+', act.zoomIn],
    ['=', act.zoomIn],
    ['-', act.zoomOut],
    ['0', act.fit],
    ['1', act.actual],
    ['r', act.rotateRight],
    ['R', act.rotateLeft],
  ])
  return keys.get(event.key) ?? null
}

/** The pictures around the one that is shown. */
function Filmstrip({ viewed }: { viewed: Viewed }) {
  const t = useTranslate('media')
  const current = useRef<HTMLButtonElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another picture is shown
  useEffect(() => {
    current.current?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [viewed.index, viewed.items.length])
  const around = 30
  const from = Math.max(0, viewed.index - around)
  const shown = viewed.items.slice(from, viewed.index + around + 1)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form
    <div className="messages-viewer-strip" role="group" aria-label={t('filmstrip')}>
      {shown.map(({ file, message }, offset) => {
        const index = from + offset
        const on = index === viewed.index
        return (
          <button
            key={`${message.seq}/${index - viewed.items.length}`}
            ref={on ? current : null}
            type="button"
            tabIndex={-1}
            className={cx('messages-viewer-thumb', on && 'on')}
            aria-label={t('picture', { name: file.name })}
            aria-current={on}
            onClick={() => showInViewer(index)}
          >
            <Picture file={file} small />
          </button>
        )
      })}
    </div>
  )
}
