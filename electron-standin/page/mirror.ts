/* Runs in its own world of a window's page: `mirrorWorld` is injected as source and must not use outer variables. */

interface MouseInput {
  type: 'mousePressed' | 'mouseReleased' | 'mouseMoved' | 'mouseWheel'
  x: number
  y: number
  modifiers: number
  button?: 'none' | 'left' | 'middle' | 'right'
  buttons?: number
  clickCount?: number
  deltaX?: number
  deltaY?: number
}

export interface KeyInput {
  type: 'rawKeyDown' | 'keyUp'
  key: string
  code: string
  windowsVirtualKeyCode: number
  modifiers: number
  autoRepeat: boolean
}

export type MirrorInput =
  | { id: number; kind: 'mouse'; event: MouseInput }
  | { id: number; kind: 'key'; event: KeyInput }
  | { id: number; kind: 'text'; text: string }
  | { id: number; kind: 'focus'; focused: boolean }

interface Place {
  x: number
  y: number
  width: number
  height: number
  radius: number
  order: number
  /** Pixels of the guest's page for one of the window's page. */
  scale: number
}

/** Overlays in a closed shadow root beside the page's body: a canvas for the picture, a hidden field for the keyboard. */
export function mirrorWorld(bindingName: string): void {
  const scope = globalThis as unknown as Record<string, unknown>
  if (scope.standinMirrors) return
  const post = scope[bindingName] as (payload: string) => void
  const mirrors = new Map<
    number,
    { box: HTMLElement; canvas: HTMLCanvasElement; keys: HTMLTextAreaElement; scale: number }
  >()
  // The app moves the focus: it need not be told.
  let moving = false
  const send = (input: MirrorInput) => post(JSON.stringify(input))
  const modifiersOf = (event: MouseEvent | KeyboardEvent) =>
    (event.altKey ? 1 : 0) | (event.ctrlKey ? 2 : 0) | (event.metaKey ? 4 : 0) | (event.shiftKey ? 8 : 0)
  const buttons = ['left', 'middle', 'right'] as const

  const create = (id: number) => {
    const holder = document.createElement('standin-view')
    const root = holder.attachShadow({ mode: 'closed' })
    const canvas = document.createElement('canvas')
    const keys = document.createElement('textarea')
    // A view is no part of the page's tab order.
    keys.tabIndex = -1
    holder.ariaHidden = 'true'
    Object.assign(holder.style, {
      position: 'fixed',
      overflow: 'hidden',
      background: '#fff',
      zIndex: '2147483000',
      display: 'block',
    })
    Object.assign(canvas.style, { width: '100%', height: '100%', display: 'block' })
    Object.assign(keys.style, {
      position: 'absolute',
      opacity: '0',
      width: '1px',
      height: '1px',
      left: '0',
      top: '0',
      border: '0',
      padding: '0',
    })
    root.append(canvas, keys)
    const mirror = { box: holder, canvas, keys, scale: 1 }
    const mouse = (type: MouseInput['type'], event: MouseEvent, more: Partial<MouseInput> = {}) => {
      event.stopPropagation()
      const box = canvas.getBoundingClientRect()
      const { scale } = mirror
      const at = { x: (event.clientX - box.left) * scale, y: (event.clientY - box.top) * scale }
      send({
        id,
        kind: 'mouse',
        event: { type, ...at, modifiers: modifiersOf(event), buttons: event.buttons, ...more },
      })
    }
    canvas.addEventListener('mousedown', event => {
      event.preventDefault()
      keys.focus({ preventScroll: true })
      mouse('mousePressed', event, { button: buttons[event.button] ?? 'left', clickCount: event.detail })
    })
    canvas.addEventListener('mouseup', event =>
      mouse('mouseReleased', event, { button: buttons[event.button] ?? 'left', clickCount: event.detail }),
    )
    canvas.addEventListener('mousemove', event => mouse('mouseMoved', event))
    canvas.addEventListener('contextmenu', event => event.preventDefault())
    canvas.addEventListener(
      'wheel',
      event => {
        event.preventDefault()
        mouse('mouseWheel', event, { deltaX: event.deltaX, deltaY: event.deltaY })
      },
      { passive: false },
    )
    // Printable keys and composed text are sent as text from the field; all other keys are sent as key events.
    const key = (type: KeyInput['type'], event: KeyboardEvent) => {
      event.stopPropagation()
      if (event.isComposing || event.key === 'Process') return
      const isText = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey
      if (isText) return
      if (!event.ctrlKey && !event.metaKey) event.preventDefault()
      const { key, code, keyCode, repeat } = event
      send({
        id,
        kind: 'key',
        event: { type, key, code, windowsVirtualKeyCode: keyCode, modifiers: modifiersOf(event), autoRepeat: repeat },
      })
      if (type === 'rawKeyDown' && key === 'Enter') send({ id, kind: 'text', text: '\r' })
    }
    const focusChanged = (focused: boolean) => {
      if (!moving) send({ id, kind: 'focus', focused })
    }
    keys.addEventListener('focus', () => focusChanged(true))
    keys.addEventListener('blur', () => focusChanged(false))
    keys.addEventListener('keydown', event => key('rawKeyDown', event))
    keys.addEventListener('keyup', event => key('keyUp', event))
    const flush = () => {
      if (keys.value) send({ id, kind: 'text', text: keys.value })
      keys.value = ''
    }
    keys.addEventListener('input', event => {
      if (!(event as InputEvent).isComposing) flush()
    })
    keys.addEventListener('compositionend', flush)
    document.documentElement.append(holder)
    mirrors.set(id, mirror)
    return mirror
  }

  scope.standinMirrors = {
    place(id: number, place: Place | null) {
      if (!place) {
        mirrors.get(id)?.box.remove()
        mirrors.delete(id)
        return
      }
      const mirror = mirrors.get(id) ?? create(id)
      const { box } = mirror
      mirror.scale = place.scale
      Object.assign(box.style, {
        left: `${place.x}px`,
        top: `${place.y}px`,
        width: `${place.width}px`,
        height: `${place.height}px`,
        borderRadius: `${place.radius}px`,
        zIndex: String(2147483000 + place.order),
      })
    },
    focus(id: number, focused: boolean) {
      const keys = mirrors.get(id)?.keys
      moving = true
      if (focused) keys?.focus({ preventScroll: true })
      else keys?.blur()
      moving = false
    },
    async paint(id: number, data: string) {
      const mirror = mirrors.get(id)
      if (!mirror) return
      const binary = atob(data)
      const bytes = Uint8Array.from(binary, char => char.charCodeAt(0))
      const picture = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }))
      const { canvas } = mirror
      if (canvas.width !== picture.width || canvas.height !== picture.height) {
        canvas.width = picture.width
        canvas.height = picture.height
      }
      canvas.getContext('2d')?.drawImage(picture, 0, 0)
      picture.close()
    },
  }
}
