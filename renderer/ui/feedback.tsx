import { CircleAlert, CircleCheck, Info, RotateCw, X } from 'lucide-react'
import { type ReactNode, useContext, useEffect } from 'react'
import { create } from 'zustand'
import { highlightParts } from '../../common/fold.ts'
import { characterStart, oneLine } from '../../common/text.ts'
import { call, errorText } from '../desktop.ts'
import { useTranslate } from '../i18n.ts'
import { Button } from './controls.tsx'
import { cx } from './cx.ts'
import { NativeView } from './tooltip.tsx'
import './feedback.css'

/** A grey placeholder bar for text; width and height in CSS. */
export function Skeleton({ width = '60%', height = 11 }: { width?: string; height?: number }) {
  return <span className="skeleton" style={{ width, height }} aria-hidden="true" />
}

/** Rows of a list that is loading. */
export function SkeletonRows({ count = 8 }: { count?: number }) {
  const t = useTranslate('ui')
  const widths = [62, 44, 56, 38, 50]
  return (
    <div className="skeleton-rows" role="status" aria-label={t('loading')}>
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows have no identity
        <SkeletonRow key={index} width={widths[index % widths.length] ?? 50} />
      ))}
    </div>
  )
}

/** A row whose data is not loaded yet. */
export function SkeletonRow({ width = 50 }: { width?: number }) {
  return (
    <div className="skeleton-row" aria-hidden="true">
      <span className="skeleton avatar-shape" />
      <div className="grow">
        <span className="skeleton" style={{ width: `${width}%`, marginBottom: 9 }} />
        <span className="skeleton" style={{ width: `${width + 28}%`, height: 9 }} />
      </div>
    </div>
  )
}

/** An empty state: a title, a text and actions. */
export function EmptyState(props: { icon?: ReactNode; title: string; text?: ReactNode; children?: ReactNode }) {
  return (
    <div className="empty-state">
      {props.icon}
      <b>{props.title}</b>
      {props.text && <p>{props.text}</p>}
      {props.children && <div className="actions">{props.children}</div>}
    </div>
  )
}

/** A failed load: the reason and a retry button. */
export function ErrorState({ error, title, onRetry }: { error: unknown; title?: string; onRetry?: () => void }) {
  const t = useTranslate('ui')
  return (
    <div className="empty-state" role="alert">
      <CircleAlert aria-hidden="true" />
      <b>{title ?? t('failed')}</b>
      <p>{errorText(error)}</p>
      {onRetry && (
        <div className="actions">
          <Button onClick={onRetry}>
            <RotateCw className="icon-sm" aria-hidden="true" />
            {t('retry')}
          </Button>
        </div>
      )}
    </div>
  )
}

/** Below a list with missing rows: the reason and a retry button. */
export function MissingRows({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const t = useTranslate('ui')
  return (
    <div className="banner danger missing-rows" role="alert">
      <CircleAlert className="icon-sm" aria-hidden="true" />
      <span className="grow">
        {t('partFailed')} {errorText(error)}
      </span>
      <button type="button" className="link-button" onClick={onRetry}>
        {t('retry')}
      </button>
    </div>
  )
}

export interface Toast {
  text: string
  kind?: 'done' | 'failed' | 'info'
  action?: { label: string; onSelect: () => void }
}
const toasts = create<{ shown: (Toast & { id: number })[] }>(() => ({ shown: [] }))
let nextToast = 1

function dismiss(id: number): void {
  toasts.setState(state => ({ shown: state.shown.filter(one => one.id !== id) }))
}

/** Shows a toast for a few seconds, at most three at a time. */
export function toast(shown: Toast): void {
  const id = nextToast++
  toasts.setState(state => ({ shown: [...state.shown, { ...shown, id }].slice(-3) }))
}

/** Shows an error as a toast. */
export function toastError(error: unknown): void {
  toast({ kind: 'failed', text: errorText(error) })
}

/** Puts a text on the clipboard, with its format (`html`); a toast says that it is there (`done`), or why not. */
export async function copyText(text: string, done: string, html?: string): Promise<void> {
  try {
    await call('clipboard.write', { text, ...(html !== undefined && { html }) })
    toast({ kind: 'done', text: done })
  } catch (error) {
    toastError(error)
  }
}

export function ToastHost() {
  const shown = toasts(state => state.shown)
  // A native view covers the page, so toasts move above the tabs.
  const covered = useContext(NativeView)
  return (
    <section className={cx('toasts', covered && 'above')} aria-live="polite">
      {shown.map(one => (
        <ToastCard key={one.id} toast={one} />
      ))}
    </section>
  )
}

function ToastCard({ toast: shown }: { toast: Toast & { id: number } }) {
  const t = useTranslate('ui')
  useEffect(() => {
    const timer = setTimeout(() => dismiss(shown.id), shown.kind === 'failed' || shown.action ? 8_000 : 3_500)
    return () => clearTimeout(timer)
  }, [shown])
  const icons = {
    done: <CircleCheck className="icon-sm" />,
    failed: <CircleAlert className="icon-sm" />,
    info: <Info className="icon-sm" />,
  }
  return (
    <div className="toast" role={shown.kind === 'failed' ? 'alert' : 'status'}>
      {icons[shown.kind ?? 'info']}
      <span>{shown.text}</span>
      {shown.action && (
        <button
          type="button"
          className="link-button"
          onClick={() => {
            shown.action?.onSelect()
            dismiss(shown.id)
          }}
        >
          {shown.action.label}
        </button>
      )}
      <button type="button" className="close" aria-label={t('dismiss')} onClick={() => dismiss(shown.id)}>
        <X className="icon-sm" />
      </button>
    </div>
  )
}

/** The text with the matches of a query marked, as search finds them. */
export function Highlight({ text, query }: { text: string; query: string }) {
  const parts = highlightParts(text, query)
  return parts.map((part, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other identity
    part.hit ? <mark key={index}>{part.text}</mark> : <span key={index}>{part.text}</span>,
  )
}

/** Characters of an excerpt, of which a line shows the first. */
const excerptChars = 200

/** A text on one line, from shortly before the first word of a query on where that is further in. */
export function excerpt(text: string, query: string): string {
  const line = oneLine(text)
  const first = query.split(/\s+/).find(Boolean) ?? ''
  const [before, hit] = highlightParts(line, first)
  const start = before === undefined || before.hit || hit === undefined ? 0 : before.text.length
  const from = start <= 18 ? 0 : characterStart(line, start - 12)
  return `${from > 0 ? '…' : ''}${line.slice(from, characterStart(line, from + excerptChars))}`
}
