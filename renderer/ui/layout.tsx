import { type CSSProperties, type ReactNode, useRef, useState } from 'react'
import { useTranslate } from '../i18n.ts'
import { saveSettings, useSettings } from '../stores/settings.ts'
import { cx } from './cx.ts'
import './layout.css'

const minimum = 240

/** The list column; the user drags its width (240 px to 45 %), which is saved in the settings. */
export function ResizableColumn({
  label,
  className,
  children,
}: {
  label: string
  className?: string
  children: ReactNode
}) {
  const t = useTranslate('ui')
  const saved = useSettings(state => state.settings?.listWidth ?? 300)
  const [dragged, setDragged] = useState<number | null>(null)
  const column = useRef<HTMLElement>(null)
  const [maximum, setMaximum] = useState(saved)
  const width = dragged ?? saved
  const most = () => Math.round((column.current?.parentElement?.clientWidth ?? 1_000) * 0.45)
  const clamp = (value: number) => Math.round(Math.max(minimum, Math.min(value, most())))
  const keep = (value: number) => saveSettings({ listWidth: clamp(value) })
  return (
    <section
      ref={column}
      className={cx('list-column column', className)}
      aria-label={label}
      style={{ '--column-w': `${width}px` } as CSSProperties}
    >
      {children}
      {/* biome-ignore lint/a11y/useSemanticElements: a movable separator is a control */}
      <div
        className={cx('resizer', dragged !== null && 'dragging')}
        role="separator"
        aria-orientation="vertical"
        aria-label={t('resize')}
        aria-valuenow={width}
        aria-valuemin={minimum}
        aria-valuemax={Math.max(width, maximum)}
        tabIndex={0}
        onFocus={() => setMaximum(most())}
        onPointerDown={event => {
          event.currentTarget.setPointerCapture(event.pointerId)
          setDragged(clamp(width))
        }}
        onPointerMove={event => {
          const left = column.current?.getBoundingClientRect().left ?? 0
          if (dragged !== null) setDragged(clamp(event.clientX - left))
        }}
        onPointerUp={() => {
          if (dragged !== null) void keep(dragged).finally(() => setDragged(null))
        }}
        onDoubleClick={() => void keep(300)}
        onKeyDown={event => {
          if (event.key === 'ArrowLeft') void keep(width - 16)
          if (event.key === 'ArrowRight') void keep(width + 16)
          if (event.key === 'Home') void keep(minimum)
          if (event.key === 'End') void keep(Number.MAX_SAFE_INTEGER)
        }}
      />
    </section>
  )
}
