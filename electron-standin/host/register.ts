import { registerHooks } from 'node:module'

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
