import { randomUUID } from 'node:crypto'
import { type Conversation, ProtocolError } from '@lianqun/protocol'
import type { BotPerson } from '../../../../../protocol/http/bots.ts'
import { listOf, textOf } from '../../../cards/index.ts'
import { requireScope } from '../../domain.ts'
import { membersOf, peopleByMail, personById } from '../../people.ts'
import type { VendorParts } from '../index.ts'
import type { Routes } from './calls.ts'
import { FeishuError, feishuErrors } from './errors.ts'
import { chatIdOf, conversationOf, idOfType, idsOf, userOf } from './ids.ts'

/* Groups and people: https://open.feishu.cn/document/server-docs/group/chat/intro and …/contact-v3/user/field-overview */

const mostOfPage = 100
/** Addresses that one call looks up. */
const mostMails = 50

/** A conversation that a call names. @throws FeishuError */
function conversationIn(chatId: string): string {
  const id = conversationOf(chatId)
  if (id === null) throw new FeishuError(feishuErrors.wrongParameter, 'invalid chat_id')
  return id
}

const sizeOf = (size: string): number => Math.min(mostOfPage, Math.max(1, Number(/^\d{1,4}$/.exec(size)?.[0] ?? 20)))
const idOfPage = (token: string): string | undefined => /^[A-Za-z0-9_-]{1,64}$/.exec(token)?.[0]

function chatView(conversation: Conversation, tenantKey: string, idType: string) {
  const { name, ownerId } = conversation
  return {
    chat_id: chatIdOf(conversation.id),
    avatar: '',
    name,
    description: '',
    ...(ownerId != null && { owner_id: idOfType(ownerId, idType), owner_id_type: idType || 'open_id' }),
    external: false,
    tenant_key: tenantKey,
  }
}

const personView = ({ id, name, latinName, title, mail }: BotPerson) => ({
  ...idsOf(id),
  name,
  en_name: latinName,
  email: mail,
  job_title: title,
  status: { is_frozen: false, is_resigned: false, is_activated: true, is_exited: false, is_unjoin: false },
})

/** The people that ids name. @throws FeishuError */
function usersIn(ids: unknown): string[] {
  return listOf(ids).map(id => {
    const userId = userOf(textOf(id))
    if (userId === null) throw new FeishuError(feishuErrors.wrongParameter, 'invalid user id')
    return userId
  })
}

export function chatRoutes({ service, services }: VendorParts, tenantKey: string): Routes {
  return {
    'GET /im/v1/chats': async ({ bot, query }) => {
      const after = idOfPage(query('page_token'))
      const { conversations, more } = await service.conversations(bot, { after, limit: sizeOf(query('page_size')) })
      const groups = conversations.filter(({ kind }) => kind === 'group')
      return {
        items: groups.map(group => chatView(group, tenantKey, query('user_id_type'))),
        has_more: more,
        page_token: more ? (conversations.at(-1)?.id ?? '') : '',
      }
    },
    'POST /im/v1/chats': async ({ bot, body, query }) => {
      const ownerId = userOf(textOf(body.owner_id))
      if (ownerId === null) throw new FeishuError(feishuErrors.wrongParameter, 'owner_id is needed here')
      const name = textOf(body.name) || '(无主题)'
      const userIds = usersIn(body.user_id_list)
      const group = await service.createGroup(bot, { name, ownerId, userIds, clientId: randomUUID() })
      return { ...chatView(group, tenantKey, query('user_id_type')), chat_mode: 'group', chat_type: 'private' }
    },
    'GET /im/v1/chats/:chat_id': async ({ bot, path, query }) => {
      const conversation = await service.conversation(bot, conversationIn(path('chat_id')))
      return {
        ...chatView(conversation, tenantKey, query('user_id_type')),
        chat_mode: conversation.kind === 'direct' ? 'p2p' : 'group',
        chat_type: 'private',
        user_count: String(conversation.memberCount),
        bot_count: '1',
      }
    },
    'GET /im/v1/chats/:chat_id/members': async ({ bot, path, query }) => {
      requireScope(bot, 'members.read')
      const conversationId = conversationIn(path('chat_id'))
      const { memberCount } = await service.conversation(bot, conversationId)
      const after = idOfPage(query('page_token'))
      const limit = sizeOf(query('page_size'))
      const { people, more } = await services.store.read(db => membersOf(db, { conversationId, after, limit }))
      const type = query('member_id_type')
      return {
        items: people
          .filter(person => !person.bot)
          .map(({ id, name }) => ({
            member_id_type: type || 'open_id',
            member_id: idOfType(id, type),
            name,
            tenant_key: tenantKey,
          })),
        has_more: more,
        page_token: more ? (people.at(-1)?.id ?? '') : '',
        member_total: memberCount,
      }
    },
    'POST /im/v1/chats/:chat_id/members': async ({ bot, path, body }) => {
      await service.addMembers(bot, conversationIn(path('chat_id')), usersIn(body.id_list))
      return { invalid_id_list: [], not_existed_id_list: [], pending_approval_id_list: [] }
    },
    'GET /contact/v3/users/:user_id': async ({ bot, path }) => {
      const userId = userOf(path('user_id'))
      try {
        if (userId === null || !(await service.knows(bot, userId))) throw new ProtocolError('not_found')
        return { user: personView(await services.store.read(db => personById(db, userId))) }
      } catch (error) {
        if (!(error instanceof ProtocolError) || error.errorName !== 'not_found') throw error
        throw new FeishuError(feishuErrors.noUser, 'no user authority error')
      }
    },
    'POST /contact/v3/users/batch_get_id': async ({ bot, body, query }) => {
      requireScope(bot, 'directory.read')
      const mails = listOf(body.emails).map(textOf).slice(0, mostMails)
      const user_list = await services.store.read(async db => {
        const found: object[] = []
        for (const email of mails) {
          const people = await peopleByMail(db, email)
          const ids = people.map(({ id }) => ({ user_id: idOfType(id, query('user_id_type')), email }))
          found.push(...(ids.length === 0 ? [{ email }] : ids))
        }
        return found
      })
      return { user_list }
    },
  }
}
