import { EventEmitter } from 'node:events'
import { recordCall, refuse } from '../host/recorder.ts'

/** The part of WebContents that does nothing here: a test can read that it was asked for. */
export class RecordedContents extends EventEmitter {
  isFocused(): boolean {
    return true
  }

  openDevTools(): void {
    refuse('webContents.openDevTools')
  }

  closeDevTools(): void {}

  isDevToolsOpened(): boolean {
    return false
  }

  setAudioMuted(muted: boolean): void {
    recordCall('webContents.setAudioMuted', muted)
  }

  setBackgroundThrottling(allowed: boolean): void {
    recordCall('webContents.setBackgroundThrottling', allowed)
  }

  setVisualZoomLevelLimits(minimum: number, maximum: number): Promise<void> {
    recordCall('webContents.setVisualZoomLevelLimits', minimum, maximum)
    return Promise.resolve()
  }

  setWebRTCIPHandlingPolicy(policy: string): void {
    recordCall('webContents.setWebRTCIPHandlingPolicy', policy)
  }
}
