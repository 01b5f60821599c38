import { ProtocolError } from '@lianqun/protocol'
import { skeletonOf } from '../../../common/skeleton.ts'
import type { Reader } from '../../storage/database.ts'
import type { DirectoryNames } from '../directory/index.ts'

/* What a bot may not be called: nobody takes what it says for the words of a colleague, of the company or of Lianqun. */

/** Who speaks for the workspace itself. */
const reserved = new Set(
  [
    '公告 系统 管理员 系统管理员 超级管理员 群主 群管理员 系统通知 系统消息 系统公告 官方 官方客服 客服 安全中心 连群 连群官方 连群团队',
    '连群助手 连群小助手 连群客服 连群安全中心 所有人 全体成员 匿名',
    'System Admin Admins Administrator Administrators Root Owner Moderator Official Support Security Notice Announcement Announcements',
    'Lianqun LianqunTeam LianqunSupport LianqunSecurity LianqunOfficial Everyone All Here Channel Anonymous',
  ]
    .join(' ')
    .split(' ')
    .map(skeletonOf),
)

/** A name that looks like another one is refused. @throws conflict */
function refuse(message: string): never {
  throw new ProtocolError('conflict', { field: 'name', message })
}

/** A bot may not be called what a colleague is called, nor who speaks for the workspace, nor like them. @throws conflict */
export async function requireNobodysName(names: DirectoryNames, name: string): Promise<void> {
  if (reserved.has(skeletonOf(name)))
    refuse('The name looks like that of who speaks for the workspace. Give the bot another one.')
  if (await names.isOfPerson(name))
    refuse('A colleague has this name, or one that looks like it. Give the bot another one.')
}

/**
 * A bot may not be called what the company or who speaks for it is called, nor what a member of its group calls themselves
 * there. @throws conflict
 */
export async function requireOwnName(db: Reader, conversationId: string, name: string): Promise<void> {
  const wanted = skeletonOf(name)
  if (wanted === '') return
  const company = await db.selectFrom('organisation').select(['name', 'latin_name']).executeTakeFirst()
  const own = company === undefined ? [] : [company.name, company.latin_name].map(skeletonOf)
  if (reserved.has(wanted) || own.includes(wanted))
    refuse('The name looks like that of the company or of who speaks for it. Give the bot another one.')
  const named = await db
    .selectFrom('members')
    .innerJoin('employees', 'employees.id', 'members.user_id')
    .select('members.nickname')
    .where('members.conversation_id', '=', conversationId)
    .where('members.joined', '=', 1)
    .where('members.nickname', 'is not', null)
    .where('employees.bot', 'is', null)
    .execute()
  if (named.some(({ nickname }) => skeletonOf(nickname ?? '') === wanted))
    refuse('A member of the group has this name, or one that looks like it. Give the bot another one.')
}
