import { type RefObject, useEffect, useState } from 'react'
import { useTranslate } from '../i18n.ts'
import { type GroupId, groupElement, groupIds, useGroupTitle } from './Group.tsx'

/** How far below the top of the page a group may begin and be the current one, in CSS pixels. */
const reach = 120

/** The groups of the settings, beside them where there is room. `page` is what scrolls. */
export function Nav({ page }: { page: RefObject<HTMLElement | null> }) {
  const t = useTranslate('settings')
  const titleOf = useGroupTitle()
  const [current, setCurrent] = useState<GroupId>(groupIds[0])
  useEffect(() => {
    const box = page.current
    if (box === null) return
    const update = () => {
      const top = box.getBoundingClientRect().top + reach
      const atEnd = box.scrollTop > 0 && box.scrollTop + box.clientHeight >= box.scrollHeight - 1
      const begun = groupIds.filter(
        id => (groupElement(id)?.getBoundingClientRect().top ?? Number.POSITIVE_INFINITY) <= top,
      )
      setCurrent((atEnd ? groupIds.at(-1) : begun.at(-1)) ?? groupIds[0])
    }
    box.addEventListener('scroll', update, { passive: true })
    return () => box.removeEventListener('scroll', update)
  }, [page])
  const show = (id: GroupId) => {
    const group = groupElement(id)
    group?.scrollIntoView({ block: 'start' })
    group?.focus({ preventScroll: true })
    setCurrent(id)
  }
  return (
    <nav className="settings-nav" aria-label={t('title')}>
      {groupIds.map(id => (
        <button key={id} type="button" aria-current={id === current ? 'true' : undefined} onClick={() => show(id)}>
          {titleOf(id)}
        </button>
      ))}
    </nav>
  )
}
