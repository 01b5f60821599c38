import { X } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslate } from '../../i18n.ts'
import { IconButton, isComposing, takeFocus } from '../../ui/index.ts'
import { closeTalkPanel } from './panel.ts'
import { targetOf } from './target.ts'
import './talk.css'

/** Where the focus goes when what had it before is gone: the details, which may show in place of a panel, or the composer. */
const placesAfter = [
  '.messages-info-panel [role="tab"][aria-selected="true"]',
  '.messages-chat .messages-composer-text',
]

/**
 * The side panel with a heading, which takes the focus unless something in the panel has it. Escape and the cross close
 * it; the focus then returns to where it was, or where that is gone, to the details or the composer.
 */
export function SidePanel({ title, children }: { title: string; children: ReactNode }) {
  const t = useTranslate('talk')
  const panel = useRef<HTMLElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  // The button that opens a panel may go with the panel before, so it is asked for before that is taken away.
  const [before] = useState(() => document.activeElement)
  useEffect(() => {
    if (!panel.current?.contains(document.activeElement)) heading.current?.focus({ preventScroll: true })
    return () => {
      const { activeElement, body } = document
      if (activeElement !== null && activeElement !== body) return
      takeFocus(body, [before, ...placesAfter.map(place => document.querySelector(place))])
    }
  }, [before])
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
        <h1 ref={heading} className="grow" tabIndex={-1}>
          {title}
        </h1>
        <IconButton label={t('close')} icon={<X />} onClick={closeTalkPanel} />
      </div>
      {children}
    </aside>
  )
}
