import type { ReactNode } from 'react'

/** A titled card of settings. */
export function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <div className="settings-card">{children}</div>
    </section>
  )
}
