import { runtime } from '../host/runtime.ts'

/** @throws TypeError on other systems, where Electron has no such function */
export function onlyOn(name: string, ...platforms: readonly NodeJS.Platform[]): void {
  if (!platforms.includes(runtime.options.platform)) throw new TypeError(`${name} is not a function`)
}
