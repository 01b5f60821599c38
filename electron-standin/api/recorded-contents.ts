import { EventEmitter } from 'node:events'
import { recordCall, refuse } from '../host/recorder.ts'

/** Methods of WebContents without effect here; calls are recorded for tests. */
export class RecordedContents extends EventEmitter {
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
