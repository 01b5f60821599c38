import path from 'node:path'
import { Session } from './session.ts'
import type { ContentsOptions } from './web-contents.ts'

export interface WebPreferences {
  preload?: string
  partition?: string
  session?: Session
  sandbox?: boolean
  contextIsolation?: boolean
  nodeIntegration?: boolean
  nodeIntegrationInSubFrames?: boolean
  webSecurity?: boolean
  focusOnNavigation?: boolean
  webviewTag?: boolean
  additionalArguments?: string[]
  [other: string]: unknown
}

/** Turns webPreferences into options of a page. @throws Error for unsupported ones */
export function contentsOptions(
  type: ContentsOptions['type'],
  preferences: WebPreferences = {},
  size: { width: number; height: number },
): ContentsOptions {
  const mustNot: [keyof WebPreferences, unknown][] = [
    ['nodeIntegration', true],
    ['contextIsolation', false],
    ['webSecurity', false],
    ['webviewTag', true],
  ]
  for (const [name, value] of mustNot) {
    if (preferences[name] === value)
      throw new Error(`electron-standin refuses webPreferences.${name}: ${String(value)}.`)
  }
  if (preferences.preload && !path.isAbsolute(preferences.preload)) throw new Error('preload must be an absolute path.')
  return {
    session:
      preferences.session ??
      (preferences.partition ? Session.fromPartition(preferences.partition) : Session.defaultSession),
    type,
    preload: preferences.preload,
    subFrames: preferences.nodeIntegrationInSubFrames === true,
    focusOnNavigation: preferences.focusOnNavigation !== false,
    additionalArguments: preferences.additionalArguments ?? [],
    size: { width: size.width, height: size.height },
  }
}
