import type { BrowserWindow } from './browser-window.ts'
import type { WebPreferences } from './web-preferences.ts'

export interface Rectangle {
  x: number
  y: number
  width: number
  height: number
}

export interface WindowOptions {
  width?: number
  height?: number
  x?: number
  y?: number
  minWidth?: number
  minHeight?: number
  show?: boolean
  title?: string
  backgroundColor?: string
  webPreferences?: WebPreferences
  parent?: BrowserWindow
  [other: string]: unknown
}
