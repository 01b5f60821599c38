import type { ConversationItem, MessageItem, MessagePage } from '../../preload/contract/index.ts'

const person = (id: string) => ({ id, name: id, latinName: id })

/** A message for tests; `seq` 0 is one in the outbox. */
export function message(seq: number, change: Partial<MessageItem> & { by?: string } = {}): MessageItem {
  const { by = 'a', ...rest } = change
  return {
    conversationId: 'c',
    seq,
    revision: seq,
    clientId: null,
    sender: person(by),
    own: false,
    sentAt: 1_000_000 + seq * 1_000,
    content: { type: 'text', text: `${seq}`, mentions: [] },
    attributes: {},
    quote: null,
    bubble: !['system', 'recalled'].includes(rest.content?.type ?? ''),
    counted: rest.content?.type !== 'system',
    people: [],
    state: seq > 0 ? 'sent' : 'sending',
    error: null,
    ...rest,
  }
}

/** A page for tests: the messages of these seqs. */
export function page(seqs: number[], ends: Partial<MessagePage> = {}): MessagePage {
  return {
    items: seqs.map(seq => message(seq)),
    hasOlder: false,
    hasNewer: false,
    gapOlder: false,
    gapNewer: false,
    readSeq: 0,
    ...ends,
  }
}

/** A conversation's row for tests. */
export function conversation(id: string, change: Partial<ConversationItem> = {}): ConversationItem {
  return {
    id,
    kind: 'group',
    name: id,
    avatarPeople: [],
    avatarId: null,
    titlePeople: [],
    morePeople: 0,
    external: false,
    memberCount: 3,
    pinned: false,
    muted: false,
    folded: false,
    done: false,
    fold: null,
    labels: [],
    unread: 0,
    mentions: 0,
    readSeq: 0,
    lastSeq: 0,
    lastMessage: null,
    outbox: null,
    draft: '',
    draftCut: false,
    left: null,
    activeAt: 0,
    isOwner: false,
    group: null,
    ...change,
  }
}
