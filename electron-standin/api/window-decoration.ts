import { EventEmitter } from 'node:events'
import { record } from '../host/recorder.ts'
import type { NativeImage } from './native-image.ts'
import { onlyOn } from './only-on.ts'
import type { WindowOptions } from './window-options.ts'

/** Window decoration: has no visible effect here, calls are recorded. */
export abstract class WindowDecoration extends EventEmitter {
  abstract readonly id: number
  abstract readonly options: WindowOptions

  abstract isVisible(): boolean

  protected note(call: string, value?: unknown): void {
    record('windows', { id: this.id, call, value })
  }

  /** @throws TypeError on macOS, and when the window was made without an overlay */
  setTitleBarOverlay(options: unknown): void {
    onlyOn('setTitleBarOverlay', 'linux', 'win32')
    if (!this.options.titleBarOverlay) throw new TypeError('Titlebar overlay is not enabled')
    this.note('setTitleBarOverlay', options)
  }

  flashFrame(flag: boolean): void {
    this.note('flashFrame', flag)
  }

  setOverlayIcon(overlay: NativeImage | null, description: string): void {
    // Windows loses it while the window has no button in the task bar.
    const lost = !this.isVisible()
    this.note('setOverlayIcon', { empty: overlay === null || overlay.isEmpty(), description, lost })
  }

  setProgressBar(progress: number, options?: unknown): void {
    this.note('setProgressBar', { progress, options })
  }

  setIcon(_icon: unknown): void {
    this.note('setIcon')
  }

  setMenu(_menu: unknown): void {
    this.note('setMenu')
  }

  removeMenu(): void {
    this.note('removeMenu')
  }

  setMenuBarVisibility(visible: boolean): void {
    this.note('setMenuBarVisibility', visible)
  }

  setAutoHideMenuBar(hide: boolean): void {
    this.note('setAutoHideMenuBar', hide)
  }

  setAlwaysOnTop(flag: boolean): void {
    this.note('setAlwaysOnTop', flag)
  }

  setSkipTaskbar(skip: boolean): void {
    this.note('setSkipTaskbar', skip)
  }

  setContentProtection(enable: boolean): void {
    this.note('setContentProtection', enable)
  }

  setVibrancy(type: string | null): void {
    this.note('setVibrancy', type)
  }

  /** @throws TypeError on other systems than macOS */
  setWindowButtonPosition(position: { x: number; y: number } | null): void {
    onlyOn('setWindowButtonPosition', 'darwin')
    this.note('setWindowButtonPosition', position)
  }

  setWindowButtonVisibility(visible: boolean): void {
    onlyOn('setWindowButtonVisibility', 'darwin')
    this.note('setWindowButtonVisibility', visible)
  }

  setResizable(resizable: boolean): void {
    this.note('setResizable', resizable)
  }
}
