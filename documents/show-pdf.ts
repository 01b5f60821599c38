import { getDocument, type PDFDocumentProxy, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import * as worker from 'pdfjs-dist/legacy/build/pdf.worker.mjs'
import { Unshowable } from './problem.ts'
import { askResource } from './resources.ts'

// The frame has no origin, so it can start no worker: the reader runs in the frame's own process.
Object.assign(globalThis, { pdfjsWorker: worker })

const folders: Record<string, string> = { cMapUrl: 'cmaps', standardFontDataUrl: 'standard_fonts', wasmUrl: 'wasm' }

/** Gives the reader its character maps, fonts, and the decoders of scanned pages; it loads nothing itself. */
class Resources {
  async fetch({ kind, filename }: { kind: string; filename: string }): Promise<Uint8Array> {
    const bytes = await askResource(`${folders[kind]}/${filename}`)
    if (bytes === null) throw new Error(`no ${filename}`)
    return new Uint8Array(bytes)
  }
}

const mostPages = 3_000
/** Pixels of the largest canvas; a page may claim to be miles wide. */
const mostPixels = 16_000_000

/** Draws the pages of a PDF as they come into view, and forgets them when they leave it: each takes some megabytes. */
export async function showPdf(bytes: Uint8Array<ArrayBuffer>, root: HTMLElement, pageWords: string): Promise<void> {
  const pdf = await open(bytes)
  if (pdf.numPages > mostPages) throw new Unshowable('too_large', 'too many pages')
  const first = await pdf.getPage(1)
  const shape = first.getViewport({ scale: 1 })
  const near = new Set<Element>()
  const observer = new IntersectionObserver(
    entries => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) {
          near.delete(target)
          target.replaceChildren()
          continue
        }
        if (near.has(target)) continue
        near.add(target)
        void pdf
          .getPage(Number((target as HTMLElement).dataset.page))
          .then(page => draw(page, target as HTMLElement, () => near.has(target)))
          .catch(error => console.error('a page is not drawn', error))
      }
    },
    { root: null, rootMargin: '100% 0px' },
  )
  for (let at = 1; at <= pdf.numPages; at++) {
    const page = document.createElement('section')
    page.className = 'page'
    page.dataset.page = String(at)
    page.setAttribute('aria-label', pageWords.replace('{{at}}', String(at)).replace('{{count}}', String(pdf.numPages)))
    page.style.aspectRatio = `${shape.width} / ${shape.height}`
    root.append(page)
    observer.observe(page)
  }
}

async function open(bytes: Uint8Array<ArrayBuffer>): Promise<PDFDocumentProxy> {
  const options = {
    data: bytes,
    // What decodes fax, JBIG2 and JPEG 2000, which scanned pages are made of, is there as WebAssembly alone.
    useWasm: true,
    useWorkerFetch: false,
    enableXfa: false,
    stopAtErrors: false,
    disableFontFace: false,
    maxImageSize: 40_000_000,
    canvasMaxAreaInBytes: mostPixels * 4,
    cMapUrl: 'cmaps/',
    standardFontDataUrl: 'standard_fonts/',
    wasmUrl: 'wasm/',
    BinaryDataFactory: Resources,
  }
  try {
    return await getDocument(options as Parameters<typeof getDocument>[0]).promise
  } catch (error) {
    const name = error instanceof Error ? error.name : ''
    throw new Unshowable(name === 'PasswordException' ? 'password' : 'damaged', String(error))
  }
}

async function draw(page: PDFPageProxy, box: HTMLElement, wanted: () => boolean): Promise<void> {
  const shape = page.getViewport({ scale: 1 })
  box.style.aspectRatio = `${shape.width} / ${shape.height}`
  const scale = (box.clientWidth / shape.width) * Math.min(2, window.devicePixelRatio)
  const most = Math.sqrt(mostPixels / Math.max(1, shape.width * shape.height))
  const viewport = page.getViewport({ scale: Math.min(scale, most) })
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.floor(viewport.width))
  canvas.height = Math.max(1, Math.floor(viewport.height))
  await page.render({ canvas, viewport }).promise
  const text = document.createElement('p')
  text.className = 'page-text'
  const { items } = await page.getTextContent()
  text.textContent = items.map(item => ('str' in item ? item.str : '')).join(' ')
  page.cleanup()
  if (wanted()) box.replaceChildren(canvas, text)
}
