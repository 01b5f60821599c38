import { call } from '../desktop.ts'
import { translator } from '../i18n.ts'
import { confirm } from '../ui/index.ts'

/** Asks, and asks again when messages are unsent; then signs out, which wipes the cache. */
export async function signOut(): Promise<void> {
  const t = translator('app')
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
  if (!confirmed || unsent === 0) return
  await confirm({
    title: t('unsentTitle', { count: unsent }),
    text: t('unsentText'),
    action: t('discardAndSignOut'),
    danger: true,
    onConfirm: () => call('session.signOut', { discardUnsent: true }),
  })
}
