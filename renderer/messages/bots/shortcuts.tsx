import type { BotHere, MessageItem } from '../../../preload/contract/index.ts'
import { call, type DesktopError, errorCode } from '../../desktop.ts'
import { type Language, translatorIn } from '../../i18n.ts'
import { botIcon, toast, toastError } from '../../ui/index.ts'
import type { MessageAction } from '../kinds/index.ts'

/** The most entries that bots have in the menu of a message. */
const most = 20

/** What the bots of a conversation offer to do with a message that is sent. */
export function botActions(
  message: Pick<MessageItem, 'conversationId' | 'seq'>,
  { bots, readOnly, language }: { bots: readonly BotHere[]; readOnly: boolean; language: Language },
): MessageAction[] {
  if (message.seq === 0 || readOnly) return []
  const t = translatorIn(language, 'botTalk')
  return bots
    .flatMap(bot => bot.manifest.shortcuts.map(shortcut => ({ bot, shortcut })))
    .slice(0, most)
    .map(({ bot, shortcut }, index) => {
      const Icon = botIcon(bot.icon)
      return {
        id: `bot ${bot.id} ${shortcut.id}`,
        label: t('shortcut', { title: shortcut.title, bot: bot.name }),
        icon: <Icon />,
        begins: index === 0,
        run: () => void run(message, bot, shortcut, language),
      }
    })
}

async function run(
  { conversationId: id, seq }: Pick<MessageItem, 'conversationId' | 'seq'>,
  bot: BotHere,
  shortcut: BotHere['manifest']['shortcuts'][number],
  language: Language,
): Promise<void> {
  const t = translatorIn(language, 'botTalk')
  const clientId = crypto.randomUUID()
  try {
    await call('bots.shortcut', { id, botId: bot.id, seq, shortcut: shortcut.id, clientId })
  } catch (error) {
    const code = errorCode(error)
    if (code === 'not_found' && (error as DesktopError).field === 'shortcut')
      toast({ kind: 'failed', text: t('shortcutGone', { bot: bot.name, title: shortcut.title }) })
    else if (code === 'not_found' || code === 'unavailable')
      toast({ kind: 'failed', text: t('botOff', { bot: bot.name }) })
    else toastError(error)
  }
}
