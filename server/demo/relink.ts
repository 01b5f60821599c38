import { type Content, isContent, type TextContent } from '@lianqun/protocol'
import type { Writer } from '../core/writer.ts'
import { toMessage } from '../storage/rows.ts'
import { pagesPath } from './pages.ts'

/** A link to a page of the demo, wherever this machine served it: the demo is served nowhere else. */
const pageLink = new RegExp(`http://(?:127\\.\\d+\\.\\d+\\.\\d+|localhost|\\[::1\\]):\\d+${pagesPath}/`, 'g')

/**
 * Lets the links in messages and announcements lead to the pages at `pagesUrl`: the port of an earlier start may be
 * another. What is changed has a new revision, so clients that have it read it again.
 */
export async function relink(w: Writer, pagesUrl: string): Promise<void> {
  const link = `${pagesUrl}${pagesPath}/`
  const rows = await w.db.selectFrom('messages').selectAll().where('content', 'like', `%${pagesPath}/%`).execute()
  for (const message of rows.map(toMessage)) {
    const { content, conversationId, seq } = message
    const linked = relinked(content, link)
    if (linked === null) continue
    const c = await w.conversation(conversationId)
    const { attributes } = message
    const preview = attributes?.preview
    const shown = preview && { ...attributes, preview: { ...preview, url: preview.url.replace(pageLink, link) } }
    const value = { ...message, revision: c.next(), content: linked, ...(shown && { attributes: shown }) }
    await w.db
      .updateTable('messages')
      .set({
        revision: value.revision,
        content: JSON.stringify(linked),
        ...(shown && { attributes: JSON.stringify(shown) }),
      })
      .where('conversation_id', '=', conversationId)
      .where('seq', '=', seq)
      .execute()
    c.add({ entity: 'message', value })
  }
  for (const { id, body } of await w.db.selectFrom('announcements').select(['id', 'body']).execute()) {
    const linked = body.replace(pageLink, link)
    if (linked !== body) await w.db.updateTable('announcements').set({ body: linked }).where('id', '=', id).execute()
  }
}

/** A content with its links replaced; null when it has none that lead elsewhere. */
function relinked(content: Content, link: string): Content | null {
  if (isContent(content, 'text')) {
    const text = relinkText(content, link)
    return text.text === content.text ? null : text
  }
  if (!isContent(content, 'card')) return null
  const before = JSON.stringify(content)
  const after = before.replace(pageLink, link)
  return after === before ? null : (JSON.parse(after) as Content)
}

/** Replaces the links of a text; what it mentions moves along. */
function relinkText(content: TextContent, link: string): TextContent {
  const longer = [...content.text.matchAll(pageLink)].map(match => ({
    end: match.index + match[0].length,
    by: link.length - match[0].length,
  }))
  const mentions = content.mentions.map(mention => ({
    ...mention,
    offset: mention.offset + longer.reduce((sum, { end, by }) => (end <= mention.offset ? sum + by : sum), 0),
  }))
  return { ...content, text: content.text.replace(pageLink, link), mentions }
}
