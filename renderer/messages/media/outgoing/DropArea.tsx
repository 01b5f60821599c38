import { Upload } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslate } from '../../../i18n.ts'
import { attach } from './attachments.ts'
import './outgoing.css'

const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') ?? false

/** Takes files that are dropped anywhere on the conversation, the parent of this element; says so while they are over it. */
export function DropArea({ id, name }: { id: string; name: string }) {
  const t = useTranslate('media')
  const box = useRef<HTMLDivElement>(null)
  const [over, setOver] = useState(false)
  useEffect(() => {
    const area = box.current?.parentElement
    if (!area) return
    const onOver = (event: DragEvent) => {
      if (!hasFiles(event) || event.dataTransfer === null) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'copy'
      setOver(true)
    }
    const onLeave = (event: DragEvent) => {
      const to = event.relatedTarget
      if (!(to instanceof Node && area.contains(to))) setOver(false)
    }
    const onDrop = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setOver(false)
      attach(id, Array.from(event.dataTransfer?.files ?? []))
      area.querySelector<HTMLElement>('.messages-composer [role="textbox"]')?.focus()
    }
    area.addEventListener('dragover', onOver)
    area.addEventListener('dragleave', onLeave)
    area.addEventListener('drop', onDrop, true)
    return () => {
      area.removeEventListener('dragover', onOver)
      area.removeEventListener('dragleave', onLeave)
      area.removeEventListener('drop', onDrop, true)
    }
  }, [id])
  return (
    <div ref={box} className="messages-drop" hidden={!over}>
      <Upload aria-hidden="true" />
      <b>{t('dropHere', { name })}</b>
      <span>{t('dropHint')}</span>
    </div>
  )
}
