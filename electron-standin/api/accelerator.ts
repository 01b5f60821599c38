/** A key that a page has let through. */
export interface KeyPress {
  /** As in the web's KeyboardEvent. */
  key: string
  control: boolean
  meta: boolean
  alt: boolean
  shift: boolean
}

type Modifier = Exclude<keyof KeyPress, 'key'>

const modifiers: Record<string, Modifier> = {
  cmd: 'meta',
  command: 'meta',
  super: 'meta',
  meta: 'meta',
  ctrl: 'control',
  control: 'control',
  alt: 'alt',
  option: 'alt',
  shift: 'shift',
}
const keys: Record<string, string> = {
  left: 'ArrowLeft',
  right: 'ArrowRight',
  up: 'ArrowUp',
  down: 'ArrowDown',
  plus: '+',
  space: ' ',
  esc: 'Escape',
  return: 'Enter',
}

/** Whether a key press is the one that an accelerator of Electron names. */
export function matches(accelerator: string, press: KeyPress, platform: NodeJS.Platform): boolean {
  const parts = accelerator.toLowerCase().split('+')
  const name = parts.pop() ?? ''
  const key = (keys[name] ?? name).toLowerCase()
  const wanted = new Set<Modifier | undefined>(
    parts.map(part => {
      if (part === 'cmdorctrl' || part === 'commandorcontrol') return platform === 'darwin' ? 'meta' : 'control'
      return modifiers[part]
    }),
  )
  // A character that is typed with Shift says so by itself.
  const anyShift = key === '+'
  return (
    press.key.toLowerCase() === key &&
    (['control', 'meta', 'alt'] as const).every(modifier => press[modifier] === wanted.has(modifier)) &&
    (anyShift || press.shift === wanted.has('shift'))
  )
}
