import { registerHooks } from 'node:module'
import { sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const standin = new URL('../api/electron.ts', import.meta.url).href
const names = new Set(['electron', 'electron/main', 'electron/common'])

/** Makes `electron` resolve to the stand-in, for `import` and `require`, also inside dependencies. */
export function registerElectron(): void {
  registerHooks({
    resolve(specifier, context, next) {
      if (!names.has(specifier)) return next(specifier, context)
      return { url: standin, format: 'module-typescript', shortCircuit: true }
    },
  })
}

/**
 * A package that is imported while there is a hook for loading gets a `require` that passes over the hooks for
 * resolving: this gives it the usual one.
 */
function requiringByHooks<T extends { source?: unknown }>(loaded: T): T {
  if (loaded.source === undefined || loaded.source === null) return loaded
  const source = Buffer.from(loaded.source as string).toString()
  const strict = /^\s*['"]use strict['"]/.test(source) ? '"use strict"; ' : ''
  return {
    ...loaded,
    source: `${strict}require = process.getBuiltinModule('module').createRequire(__filename); ${source}`,
  }
}

const ownFolders = ['../api/', '../host/', '../page/'].map(folder => fileURLToPath(new URL(folder, import.meta.url)))
const shadow = 'standinProcess'

/**
 * Gives the modules of the app a `process` of another platform. Only theirs: Node, its packages and the stand-in go on
 * with the real one. A worker of the app has the real one too.
 */
export function registerPlatform(platform: NodeJS.Platform, appDir: string): void {
  if (platform === process.platform) return
  const theirs = new Proxy(process, {
    get(target, key) {
      if (key === 'platform') return platform
      const value = Reflect.get(target, key, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  Object.defineProperty(globalThis, shadow, { value: theirs })
  const isOfApp = (url: string): boolean => {
    if (!url.startsWith('file:')) return false
    const file = fileURLToPath(url)
    const isOwn = ownFolders.some(folder => file.startsWith(folder))
    return file.startsWith(appDir + sep) && !isOwn && !file.includes(`${sep}node_modules${sep}`)
  }
  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context)
      if (!isOfApp(url)) return loaded.format === 'commonjs' ? requiringByHooks(loaded) : loaded
      if (loaded.source === undefined || loaded.source === null) return loaded
      if (loaded.format !== 'module' && loaded.format !== 'commonjs') return loaded
      return { ...loaded, source: `const process = globalThis.${shadow}; ${Buffer.from(loaded.source as string)}` }
    },
  })
}
