import { employeeName } from '../../people.ts'
import type { BotViewRow } from '../../tables.ts'
import { dataOf } from '../../views.ts'
import { SlackError } from './errors.ts'
import { fromViewId } from './ids.ts'
import type { Call, SlackMethod } from './methods.ts'
import { originalOf, versionOfHash, viewObject, writtenView } from './views.ts'

function shown({ parts, bot }: Call, row: BotViewRow, lost: readonly string[]): Record<string, unknown> {
  const view = viewObject(parts, bot, { id: row.id, version: row.version, original: originalOf(dataOf(row)) })
  const messages = lost.slice(0, 10).map(words => `[WARN] ${words}`)
  return { view, ...(messages.length > 0 && { response_metadata: { messages } }) }
}

/** A form for who did something: over the one that is open, for `views.push`. */
async function open(call: Call): Promise<Record<string, unknown>> {
  const { parts, bot, args } = call
  const trigger = args.text('trigger_id')
  if (trigger === '') throw new SlackError('invalid_arguments')
  const { view, lost } = await parts.services.store.read(db =>
    writtenView(db, args.json('view'), { name: '', type: 'modal' }),
  )
  return shown(call, await parts.service.prompts.openView(bot, trigger, view), lost)
}

async function update(call: Call): Promise<Record<string, unknown>> {
  const { parts, bot, args } = call
  const viewId = fromViewId(args.text('view_id'))
  if (viewId === null) throw new SlackError('not_found')
  const { view, lost } = await parts.services.store.read(async db => {
    const name = await employeeName(db, bot.id)
    const value = args.json('view')
    const isHome = typeof value === 'object' && value !== null && !Array.isArray(value) && value.type === 'home'
    return writtenView(db, value, { name, type: isHome ? 'home' : 'modal' })
  })
  const row = await parts.service.prompts.updateView(bot, viewId, view, versionOfHash(args.text('hash')))
  return shown(call, row, lost)
}

async function publish(call: Call): Promise<Record<string, unknown>> {
  const { parts, bot, args } = call
  const userId = args.user('user_id')
  const { view, lost } = await parts.services.store.read(async db =>
    writtenView(db, args.json('view'), { name: await employeeName(db, bot.id), type: 'home' }),
  )
  return shown(call, await parts.service.prompts.setHome(bot, userId, view), lost)
}

export const viewMethods: Record<string, SlackMethod> = {
  'views.open': { run: open },
  'views.push': { run: open },
  'views.update': { run: update, conflict: 'hash_conflict' },
  'views.publish': { run: publish, notFound: 'user_not_found' },
}
