import type { ConversationItem } from '../../preload/contract/index.ts'
import { call } from '../desktop.ts'
import { currentLanguage, translator } from '../i18n.ts'
import { confirm, conversationTitle, toastError } from '../ui/index.ts'

/** Conversations that are looked through for what is unsent, and how many of them the question names. */
const lookedAt = 500
const named = 3

/** Asks once, naming what is unsent and where; then signs out, which wipes the cache. */
export async function signOut(): Promise<void> {
  const t = translator('app')
  let places: ConversationItem[]
  try {
    const { items } = await call('conversations.page', { filter: 'every', offset: 0, limit: lookedAt })
    places = items.filter(({ draft, outbox }) => draft !== '' || outbox !== null)
  } catch (error) {
    toastError(error)
    return
  }
  if (places.length > 0) {
    await discard(t('unsentIn', { count: places.length, names: namesOf(places) }))
    return
  }
  let unsent = 0
  const confirmed = await confirm({
    title: t('signOutTitle'),
    text: t('signOutText'),
    action: t('signOut'),
    // It erases the cache of this computer.
    danger: true,
    onConfirm: async () => {
      unsent = (await call('session.signOut', { discardUnsent: false })).unsent
    },
  })
  // Something was written meanwhile, or lies further down the list.
  if (confirmed && unsent > 0) await discard(t('unsentTitle', { count: unsent }))
}

async function discard(title: string): Promise<void> {
  const t = translator('app')
  await confirm({
    title,
    text: t('unsentText'),
    action: t('discardAndSignOut'),
    danger: true,
    onConfirm: () => call('session.signOut', { discardUnsent: true }),
  })
}

function namesOf(places: readonly ConversationItem[]): string {
  const language = currentLanguage()
  const list = translator('ui')('listSeparator')
  return places
    .slice(0, named)
    .map(place => conversationTitle(place, language))
    .join(list)
}
