import type { ReactNode } from 'react'
import { useTranslate } from '../i18n.ts'

/** The groups of the settings, in their order. */
export const groupIds = ['general', 'notifications', 'security', 'storage', 'shortcuts', 'account'] as const
export type GroupId = (typeof groupIds)[number]

const elementId = (id: GroupId) => `settings-${id}`

/** The element of a group while it is shown. */
export function groupElement(id: GroupId): HTMLElement | null {
  return document.getElementById(elementId(id))
}

/** The titles of the groups in the language of the window. */
export function useGroupTitle(): (id: GroupId) => string {
  const t = useTranslate('settings')
  const shared = useTranslate('ui')
  return id => (id === 'shortcuts' ? shared('shortcuts') : t(id))
}

/** A titled card of settings. */
export function Group({ id, children }: { id: GroupId; children: ReactNode }) {
  const title = useGroupTitle()(id)
  return (
    <section id={elementId(id)} className="settings-group" aria-label={title} tabIndex={-1}>
      <h2>{title}</h2>
      <div className="settings-card">{children}</div>
    </section>
  )
}
