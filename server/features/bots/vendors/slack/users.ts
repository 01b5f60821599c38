import type { BotPerson } from '../../../../../protocol/http/bots.ts'
import { peopleByMail, peoplePage, personById } from '../../people.ts'
import { SlackError } from './errors.ts'
import { fromUserId, toUserId } from './ids.ts'
import type { Call, SlackMethod } from './methods.ts'
import { userObject } from './people.ts'

/** A person whom the bot may know. @throws SlackError, not_found */
async function personOf({ parts, bot, args }: Call): Promise<BotPerson> {
  const id = args.text('user') === '' ? bot.id : args.user()
  if (id !== bot.id && !(await parts.service.knows(bot, id))) throw new SlackError('user_not_found')
  return parts.services.store.read(db => personById(db, id))
}

const missing = { notFound: 'user_not_found' }

export const userMethods: Record<string, SlackMethod> = {
  'users.info': {
    ...missing,
    run: async call => ({ user: userObject(call.parts, await personOf(call)) }),
  },
  'users.profile.get': {
    ...missing,
    run: async call => ({ profile: userObject(call.parts, await personOf(call)).profile }),
  },
  'users.lookupByEmail': {
    scope: 'directory.read',
    run: async ({ parts, args }) => {
      const [person] = await parts.services.store.read(db => peopleByMail(db, args.text('email')))
      if (person === undefined) throw new SlackError('users_not_found')
      return { user: userObject(parts, person) }
    },
  },
  'users.list': {
    scope: 'directory.read',
    run: async ({ parts, args }) => {
      const cursor = args.text('cursor')
      const after = cursor === '' ? '' : fromUserId(cursor)
      if (after === null) throw new SlackError('invalid_cursor')
      const limit = args.number('limit', { or: 200, most: 1_000 })
      const page = await parts.services.store.read(db => peoplePage(db, { after, limit }))
      const last = page.people.at(-1)
      return {
        members: page.people.map(person => userObject(parts, person)),
        cache_ts: Math.floor(Date.now() / 1_000),
        response_metadata: { next_cursor: page.more && last !== undefined ? toUserId(last.id) : '' },
      }
    },
  },
}
