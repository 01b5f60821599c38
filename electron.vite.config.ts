import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { bundledList } from './scripts/packaging/notices.ts'

/** Each part lists the packages in it, for the notices of what is packed. */
const license = { fileName: bundledList }
const at = (path: string) => resolve(import.meta.dirname, path)

export default defineConfig({
  main: {
    // A packaged program lets tests drive it only if it was built with LIANQUN_TEST_BUILD=1.
    define: { testBuild: JSON.stringify(process.env.LIANQUN_TEST_BUILD === '1') },
    build: {
      outDir: 'out/main',
      license,
      // What Node loads by itself at run time stays outside; the wire contract and its schemas are bundled.
      externalizeDeps: { exclude: ['zod', '@lianqun/protocol'] },
      rollupOptions: {
        input: { index: at('main/index.ts'), worker: at('main/cache/worker.ts') },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      license,
      // A sandboxed preload may require nothing but electron: each is one file.
      externalizeDeps: false,
      isolatedEntries: true,
      rollupOptions: {
        input: { desktop: at('preload/desktop.ts'), miniapp: at('preload/miniapp.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('renderer'),
    base: './',
    plugins: [react()],
    build: {
      outDir: at('out/renderer'),
      license,
      rollupOptions: { input: at('renderer/index.html') },
      assetsInlineLimit: 0,
      minify: true,
      // It is loaded from the disk: one large chunk costs less than many.
      chunkSizeWarningLimit: 1_500,
    },
  },
})
