import { useEffect } from 'react'
import { sectionNames } from '../../preload/contract/sections.ts'
import { call } from '../desktop.ts'
import { useLanguage, useTranslate } from '../i18n.ts'
import { useNavigation } from '../stores/navigation.ts'
import { useSummary } from '../stores/summary.ts'
import { conversationTitle, useDesktopEvent, useQuery } from '../ui/index.ts'

/** Keeps the title of the window: what is unread, where the user is, and the app. */
export function useWindowTitle(): void {
  const t = useTranslate('app')
  const language = useLanguage()
  const section = useNavigation(state => state.section)
  const open = useNavigation(state => (state.section === 'messages' ? (state.conversation?.id ?? null) : null))
  const { unread } = useSummary()
  const { data, reload } = useQuery(open === null ? null : `title:${open}`, () =>
    call('conversations.get', { id: open ?? '' }),
  )
  useDesktopEvent('cache.changed', ({ conversations }) => {
    if (open !== null && (conversations === null || conversations.includes(open))) reload()
  })
  const place = data ? conversationTitle(data, language) : sectionNames[section].title[language]
  const title = titleOf(unread, place, t('product'))
  useEffect(() => {
    document.title = title
  }, [title])
  const product = t('product')
  useEffect(
    () => () => {
      document.title = product
    },
    [product],
  )
}

/** `(3) Ann · Lianqun`: the taskbar cuts a title at its end. */
export function titleOf(unread: number, place: string, product: string): string {
  return `${unread > 0 ? `(${unread > 99 ? '99+' : unread}) ` : ''}${place} · ${product}`
}
