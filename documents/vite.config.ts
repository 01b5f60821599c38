import { cpSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { bundledList } from '../scripts/packaging/notices.ts'

const pdf = dirname(fileURLToPath(import.meta.resolve('pdfjs-dist/package.json')))
const here = import.meta.dirname

/** One classic script: a frame without an origin may load no modules. */
export default defineConfig({
  // A classic script has no address of its own, and the reader starts nothing from it.
  define: { 'import.meta.url': JSON.stringify('') },
  build: {
    lib: { entry: join(here, 'main.ts'), formats: ['iife'], name: 'documents', fileName: () => 'document.js' },
    license: { fileName: bundledList },
    minify: true,
    chunkSizeWarningLimit: 4_000,
  },
  plugins: [
    {
      name: 'copy',
      writeBundle: ({ dir }) => {
        if (dir === undefined) throw new Error('no folder to write to')
        for (const name of ['index.html', 'document.css']) cpSync(join(here, name), join(dir, name))
        for (const name of ['cmaps', 'standard_fonts']) cpSync(join(pdf, name), join(dir, name), { recursive: true })
        // The decoders of scanned pages, with the licences of those who made them.
        const decoders = /^(jbig2\.wasm|openjpeg\.wasm|LICENSE_.*(JBIG2|OPENJPEG))$/
        for (const name of readdirSync(join(pdf, 'wasm')))
          if (decoders.test(name)) cpSync(join(pdf, 'wasm', name), join(dir, 'wasm', name))
      },
    },
  ],
})
