import { type RefCallback, useEffect, useEffectEvent, useRef, useState } from 'react'
import type { Bounds } from '../../preload/contract/index.ts'
import { call } from '../desktop.ts'
import { toastError, useNativeView, useOverlay } from '../ui/index.ts'

/** A picture that takes longer (ms) is not waited for: the menu that lies under the view must become visible. */
const pictureMs = 400

/**
 * Tells main where the view of an app lies, as long as it may be visible. While a dialog or menu is open the view,
 * which would cover it, is hidden, and `picture` stands in its place. Main decides whether to show a page that is
 * loading: the previous one may still be shown.
 * @param onShown called whenever the view was placed after it had been hidden
 */
export function usePlace(
  appId: string,
  ready: boolean,
  onShown: () => void,
): { place: RefCallback<HTMLDivElement>; picture: string | null } {
  const covered = useOverlay()
  const [element, setElement] = useState<HTMLDivElement | null>(null)
  const { picture, frozen, thaw } = usePicture(appId, ready && covered)
  const visible = ready && !frozen
  const shown = useEffectEvent(() => {
    thaw()
    onShown()
  })
  useNativeView(visible)
  useEffect(() => {
    if (!visible || element === null) {
      call('workbench.show', null).catch(toastError)
      return
    }
    let last = ''
    let first = true
    const tell = (): void => {
      const bounds = boundsOf(element)
      const text = JSON.stringify(bounds)
      if (text === last) return
      last = text
      const told = call('workbench.show', { appId, bounds })
      told.then(first ? () => shown() : undefined).catch(toastError)
      first = false
    }
    tell()
    const observer = new ResizeObserver(tell)
    observer.observe(element)
    window.addEventListener('resize', tell)
    return () => {
      observer.disconnect()
      window.removeEventListener('resize', tell)
    }
  }, [appId, visible, element])
  useEffect(
    () => () => {
      call('workbench.show', null).catch(toastError)
    },
    [],
  )
  return { place: setElement, picture }
}

/** Takes a picture of the app while it is covered. `frozen`: the picture is there, or does not come. */
function usePicture(appId: string, covered: boolean): { picture: string | null; frozen: boolean; thaw: () => void } {
  const [picture, setPicture] = useState<string | null>(null)
  const [frozen, setFrozen] = useState(false)
  const run = useRef(0)
  useEffect(() => {
    run.current += 1
    if (!covered) {
      setFrozen(false)
      return
    }
    const mine = run.current
    const timer = setTimeout(() => setFrozen(true), pictureMs)
    takePicture(appId)
      .then(url => {
        if (run.current !== mine) return
        setPicture(url)
        setFrozen(true)
      })
      .catch(toastError)
    return () => clearTimeout(timer)
  }, [appId, covered])
  return { picture, frozen, thaw: () => setPicture(null) }
}

/** Resolves when the picture can be painted at once. */
async function takePicture(appId: string): Promise<string | null> {
  const { url } = await call('workbench.picture', { appId })
  if (url === null) return null
  const image = new Image()
  image.src = url
  await image.decode()
  return url
}

function boundsOf(element: HTMLElement): Bounds {
  const { x, y, width, height } = element.getBoundingClientRect()
  return { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) }
}
