import { call, type DesktopError, errorCode, errorText } from '../../desktop.ts'
import { translator } from '../../i18n.ts'
import { shownLimits } from '../limits.ts'
import type { Offer } from './slash.ts'

/** The last command that was tried in each conversation: the same once more counts once. */
const tried = new Map<string, { of: string; clientId: string }>()

/** Gives a bot a command, in a thread by the message that began it. Resolves with why it could not be, as a sentence, or null. */
export async function giveCommand(
  { id, thread }: { id: string; thread: number | undefined },
  { bot, command }: Offer,
  text: string,
): Promise<string | null> {
  const t = translator('botTalk')
  if (text.length > shownLimits.commandChars) return t('commandTooLong', { count: shownLimits.commandChars })
  const of = JSON.stringify([bot.id, command.name, text, thread])
  const clientId = tried.get(id)?.of === of ? (tried.get(id)?.clientId ?? '') : crypto.randomUUID()
  tried.set(id, { of, clientId })
  try {
    await call('bots.command', { id, botId: bot.id, command: command.name, text, thread, clientId })
    tried.delete(id)
    return null
  } catch (error) {
    const code = errorCode(error)
    if (code === 'not_found' && (error as DesktopError).field === 'command')
      return t('commandGone', { bot: bot.name, name: command.name })
    if (code === 'not_found' || code === 'unavailable') return t('botOff', { bot: bot.name })
    return t('commandFailed', { reason: errorText(error) })
  }
}
