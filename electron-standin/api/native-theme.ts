import { EventEmitter } from 'node:events'

export type ThemeSource = 'system' | 'light' | 'dark'

/** Pages follow `themeSource`; tests or the environment set the system's theme. */
class NativeTheme extends EventEmitter {
  #source: ThemeSource = 'system'
  #systemIsDark = process.env.ELECTRON_STANDIN_THEME === 'dark'

  get themeSource(): ThemeSource {
    return this.#source
  }

  set themeSource(source: ThemeSource) {
    if (!['system', 'light', 'dark'].includes(source)) throw new TypeError(`Unknown themeSource ${String(source)}.`)
    const before = this.shouldUseDarkColors
    this.#source = source
    if (before !== this.shouldUseDarkColors) this.emit('updated')
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === 'system' ? this.#systemIsDark : this.#source === 'dark'
  }

  get shouldUseDarkColorsForSystemIntegratedUI(): boolean {
    return this.#systemIsDark
  }

  shouldUseHighContrastColors = false
  readonly shouldUseInvertedColorScheme = false
  readonly inForcedColorsMode = false
  readonly prefersReducedTransparency = false

  /** For tests: turns the system's high contrast on or off. */
  setHighContrast(on: boolean): void {
    this.shouldUseHighContrastColors = on
    this.emit('updated')
  }

  /** For tests: changes the system's theme. */
  setSystemTheme(theme: 'light' | 'dark'): void {
    const before = this.shouldUseDarkColors
    this.#systemIsDark = theme === 'dark'
    if (before !== this.shouldUseDarkColors) this.emit('updated')
  }
}

export const nativeTheme = new NativeTheme()
nativeTheme.setMaxListeners(0)
