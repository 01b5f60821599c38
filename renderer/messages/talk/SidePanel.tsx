import { X } from 'lucide-react'
import { type ReactNode, useRef } from 'react'
import { useTranslate } from '../../i18n.ts'
import { IconButton, isComposing } from '../../ui/index.ts'
import { closeTalkPanel } from './panel.ts'
import { targetOf } from './target.ts'
import './talk.css'

/** The side panel with a heading; Escape and the cross close it. */
export function SidePanel({ title, children }: { title: string; children: ReactNode }) {
  const t = useTranslate('talk')
  const panel = useRef<HTMLElement>(null)
  return (
    // biome-ignore lint/a11y/noNoninteractiveElementInteractions: Escape closes it wherever the focus in it is
    <aside
      ref={panel}
      className="side-panel column messages-info-panel"
      aria-label={title}
      onKeyDown={event => {
        if (event.key !== 'Escape' || isComposing(event.nativeEvent)) return
        // The editor always calls preventDefault on Escape; what it replies to goes first.
        const composer = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-composer]') : null
        if (composer ? targetOf(composer.dataset.composer ?? '') !== null : event.defaultPrevented) return
        event.stopPropagation()
        closeTalkPanel()
      }}
    >
      <div className="header">
        <h1 className="grow">{title}</h1>
        <IconButton label={t('close')} icon={<X />} onClick={closeTalkPanel} />
      </div>
      {children}
    </aside>
  )
}
