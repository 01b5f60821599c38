import type { FileRef } from '@lianqun/protocol'
import { useEffect, useEffectEvent, useRef } from 'react'
import {
  type DocumentKind,
  documentProblems,
  type FromFrame,
  resourceName,
  type ToFrame,
} from '../../../../documents/messages.ts'
import { useLanguage, useTranslate } from '../../../i18n.ts'
import { cx } from '../../../ui/index.ts'
import { fileAddress } from '../addresses.ts'
import { closePreview, type PreviewProblem } from './preview-store.ts'

const megabyte = 1_048_576
/** The largest document that is read whole; of a text the first part is shown. */
const mostBytes: Record<DocumentKind, number> = {
  pdf: 120 * megabyte,
  docx: 40 * megabyte,
  xlsx: 40 * megabyte,
  text: 2 * megabyte,
}

/** The bytes of a file, or of its first part. */
async function load(file: FileRef, kind: DocumentKind, signal: AbortSignal): Promise<ArrayBuffer> {
  const part = file.size > mostBytes[kind]
  const headers: Record<string, string> = part ? { range: `bytes=0-${mostBytes[kind] - 1}` } : {}
  const answer = await fetch(fileAddress(file.id), { headers, signal })
  if (!answer.ok) throw new Error(`the file came with ${answer.status}`)
  const bytes = await answer.arrayBuffer()
  return bytes.byteLength > mostBytes[kind] ? bytes.slice(0, mostBytes[kind]) : bytes
}

async function loadResource(name: string): Promise<ArrayBuffer | null> {
  if (!resourceName.test(name)) return null
  const answer = await fetch(`./documents/${name}`)
  return answer.ok ? answer.arrayBuffer() : null
}

/** What the frame said; it shows what strangers made, so nothing of it is taken as it comes. */
function read(data: unknown): FromFrame | null {
  if (typeof data !== 'object' || data === null) return null
  const { type, problem, name } = data as Record<string, unknown>
  if (type === 'ready' || type === 'shown' || type === 'escape') return { type }
  if (type === 'failed') return { type, problem: documentProblems.find(known => known === problem) ?? 'damaged' }
  return type === 'resource' && typeof name === 'string' ? { type, name } : null
}

/** A document in a frame without origin and without network, which is given its bytes. */
export function DocumentFrame(props: {
  file: FileRef
  kind: DocumentKind
  shown: boolean
  onState: (state: 'shown' | PreviewProblem) => void
}) {
  const { file, kind, shown, onState } = props
  const t = useTranslate('media')
  const language = useLanguage()
  const frame = useRef<HTMLIFrameElement>(null)
  const report = useEffectEvent(onState)
  const words = {
    part: t('previewPart'),
    sheets: t('previewSheets'),
    page: t('previewPage', { at: '{{at}}', count: '{{count}}' }),
  }
  const texts = useEffectEvent(() => ({ ...words, language: language === 'zh' ? 'zh-CN' : 'en' }))

  useEffect(() => {
    const end = new AbortController()
    const send = (message: ToFrame, transfer: Transferable[]) =>
      frame.current?.contentWindow?.postMessage(message, '*', transfer)
    const part = kind === 'text' && file.size > mostBytes.text
    const start = async () => {
      if (file.size > mostBytes[kind] && !part) return report('too_large')
      try {
        const bytes = await load(file, kind, end.signal)
        const { theme } = document.documentElement.dataset
        const dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
        send({ type: 'show', kind, name: file.name, bytes, part, dark, words: texts() }, [bytes])
      } catch (error) {
        if (end.signal.aborted) return
        console.error('a document does not load', error)
        report('unavailable')
      }
    }
    const onMessage = ({ source, data }: MessageEvent) => {
      if (source === null || source !== frame.current?.contentWindow) return
      const message = read(data)
      if (message?.type === 'ready') void start()
      if (message?.type === 'shown') report('shown')
      if (message?.type === 'failed') report(message.problem)
      if (message?.type === 'escape') closePreview()
      if (message?.type === 'resource') {
        const { name } = message
        loadResource(name)
          .catch(error => {
            console.error('a resource does not load', error)
            return null
          })
          .then(bytes => send({ type: 'resource', name, bytes }, bytes ? [bytes] : []))
      }
    }
    window.addEventListener('message', onMessage)
    return () => {
      end.abort()
      window.removeEventListener('message', onMessage)
    }
  }, [file, kind])
  return (
    <iframe
      ref={frame}
      className={cx('messages-document-frame', shown && 'there')}
      title={t('preview', { name: file.name })}
      src="./documents/index.html"
      sandbox="allow-scripts"
      referrerPolicy="no-referrer"
    />
  )
}
