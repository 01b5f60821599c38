import { EventEmitter } from 'node:events'
import { record } from '../host/recorder.ts'
import type { NativeImage } from './native-image.ts'

/** Window decoration: has no visible effect here, calls are recorded. */
export abstract class WindowDecoration extends EventEmitter {
  abstract readonly id: number

  abstract isVisible(): boolean

  protected note(call: string, value?: unknown): void {
    record('windows', { id: this.id, call, value })
  }

  setTitleBarOverlay(options: unknown): void {
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

  setWindowButtonPosition(position: { x: number; y: number } | null): void {
    this.note('setWindowButtonPosition', position)
  }

  setWindowButtonVisibility(visible: boolean): void {
    this.note('setWindowButtonVisibility', visible)
  }

  setResizable(resizable: boolean): void {
    this.note('setResizable', resizable)
  }
}
