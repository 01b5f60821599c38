import { type PointerEvent, useEffect, useEffectEvent, useRef, useState } from 'react'
import { useTranslate } from '../../../i18n.ts'
import { cx, Spinner } from '../../../ui/index.ts'
import { moved, type Size, scaleOf, type View, zoomed } from './viewer-view.ts'

interface StageProps {
  label: string
  picture: Size
  /** Each sharper than the one before it; the last is what is wanted. */
  sources: readonly string[]
  placeholder: string
  view: View
  onView: (change: (now: View) => View) => void
  onSize: (size: Size) => void
  onToggle: (at: { x: number; y: number }) => void
}

/** Where the picture lies: dragged, zoomed by the wheel, two fingers or a double click. */
export function Stage(props: StageProps) {
  const { label, picture, sources, placeholder, view, onView, onSize, onToggle } = props
  const t = useTranslate('media')
  const box = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState<Size>({ width: 1, height: 1 })
  const [source, setSource] = useState<string | null>(null)
  const [failed, setFailed] = useState(false)
  const pointers = useRef(new Map<number, { x: number; y: number }>())
  const report = useEffectEvent(onSize)

  useEffect(() => {
    const element = box.current
    if (element === null) return
    const measure = () => {
      const next = { width: element.clientWidth, height: element.clientHeight }
      setSize(next)
      report(next)
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  useSharper(sources, setSource, setFailed)

  const middle = (event: { clientX: number; clientY: number }) => {
    const frame = box.current?.getBoundingClientRect()
    if (!frame) return { x: 0, y: 0 }
    return { x: event.clientX - frame.left - frame.width / 2, y: event.clientY - frame.top - frame.height / 2 }
  }
  const onWheel = useEffectEvent((event: WheelEvent) => {
    event.preventDefault()
    const at = middle(event)
    // A pinch on a touch pad comes as a wheel with Ctrl, and in small steps.
    const factor = Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : event.deltaMode === 1 ? 0.05 : 0.0015))
    onView(now => zoomed(now, factor, picture, size, at))
  })
  useEffect(() => {
    const element = box.current
    const listener = (event: WheelEvent) => onWheel(event)
    // React's listener is passive, and the page would zoom.
    element?.addEventListener('wheel', listener, { passive: false })
    return () => element?.removeEventListener('wheel', listener)
  }, [])

  const onPointerMove = (event: PointerEvent) => {
    const before = pointers.current.get(event.pointerId)
    if (before === undefined) return
    const now = { x: event.clientX, y: event.clientY }
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1]
    pointers.current.set(event.pointerId, now)
    if (other === undefined) {
      onView(shown => moved(shown, { x: now.x - before.x, y: now.y - before.y }, picture, size))
      return
    }
    const apart = (point: { x: number; y: number }) => Math.max(1, Math.hypot(point.x - other.x, point.y - other.y))
    const at = middle({ clientX: (now.x + other.x) / 2, clientY: (now.y + other.y) / 2 })
    onView(shown => zoomed(shown, apart(now) / apart(before), picture, size, at))
  }
  const release = (event: PointerEvent) => pointers.current.delete(event.pointerId)
  const scale = scaleOf(view, picture, size)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys and buttons of the viewer do the same
    <div
      ref={box}
      className={cx('messages-viewer-stage', view.scale !== null && 'zoomed')}
      onPointerDown={event => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY })
      }}
      onPointerMove={onPointerMove}
      onPointerUp={release}
      onPointerCancel={release}
      onDoubleClick={event => onToggle(middle(event))}
    >
      <div
        className="messages-viewer-picture"
        style={{
          width: picture.width,
          height: picture.height,
          transform: `translate(-50%, -50%) translate(${view.x}px, ${view.y}px) rotate(${view.rotation}deg) scale(${scale})`,
          backgroundImage: source === null && placeholder !== '' ? `url("${placeholder}")` : undefined,
        }}
      >
        {source !== null && <img src={source} alt={label} draggable={false} />}
      </div>
      {source === null && (
        <div className="messages-viewer-state" role="status">
          {failed ? t('loadFailed') : <Spinner label={t('viewerLoading')} />}
        </div>
      )}
    </div>
  )
}

/** Shows each source once it is decoded, so that a sharper one takes the place of another without a flash. */
function useSharper(sources: readonly string[], show: (source: string) => void, fail: (failed: boolean) => void): void {
  const wanted = sources.join('\n')
  const shown = useRef(-1)
  const settle = useEffectEvent((index: number, source: string) => {
    if (index <= shown.current) return
    shown.current = index
    show(source)
  })
  const failed = useEffectEvent(() => shown.current < 0 && fail(true))
  useEffect(() => {
    let current = true
    for (const [index, source] of wanted.split('\n').entries()) {
      const image = new Image()
      image.src = source
      image.decode().then(
        () => current && settle(index, source),
        () => current && failed(),
      )
    }
    return () => {
      current = false
    }
  }, [wanted])
}
