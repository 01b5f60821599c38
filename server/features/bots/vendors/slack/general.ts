import { scopesOf } from '../../domain.ts'
import { employeeName } from '../../people.ts'
import { SlackError } from './errors.ts'
import { fromBotId } from './ids.ts'
import type { SlackMethod } from './methods.ts'
import { idsOf, socketPath, teamNameOf, teamOf, ticketMs } from './parts.ts'

export const generalMethods: Record<string, SlackMethod> = {
  'auth.test': {
    run: async ({ parts, bot, base }) => {
      const ids = idsOf(bot)
      return {
        url: `${base}/`,
        team: await teamNameOf(parts),
        user: await parts.services.store.read(db => employeeName(db, bot.id)),
        team_id: teamOf(parts),
        user_id: ids.user,
        bot_id: ids.bot,
        app_id: ids.app,
        is_enterprise_install: false,
        response_metadata: { scopes: scopesOf(bot) },
      }
    },
  },
  'apps.connections.open': {
    run: async ({ parts, bot, base }) => {
      const ticket = await parts.services.tokens.ofBot(bot.id, 'slack-socket', { base }, Date.now(), ticketMs)
      return { url: `${base.replace(/^http/, 'ws')}${socketPath}?ticket=${ticket}&app_id=${idsOf(bot).app}` }
    },
  },
  'team.info': {
    run: async ({ parts, base }) => {
      const name = await teamNameOf(parts)
      return { team: { id: teamOf(parts), name, domain: name, url: `${base}/`, email_domain: '', icon: {} } }
    },
  },
  'bots.info': {
    run: async ({ parts, bot, args }) => {
      const ids = idsOf(bot)
      const id = args.text('bot') === '' ? bot.id : fromBotId(args.text('bot'))
      if (id !== bot.id) throw new SlackError('bot_not_found')
      const name = await parts.services.store.read(db => employeeName(db, bot.id))
      return { bot: { id: ids.bot, app_id: ids.app, user_id: ids.user, name, deleted: false, updated: 0, icons: {} } }
    },
  },
  // A workspace has no emojis of its own.
  'emoji.list': { run: async () => ({ emoji: {}, cache_ts: '0' }) },
}
