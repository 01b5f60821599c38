import type { Mention } from '@lianqun/protocol'
import { memo, type ReactNode } from 'react'
import { linkText } from '../../../../common/link-text.ts'
import { linkParts } from '../../../../common/links.ts'
import { call } from '../../../desktop.ts'
import { openConversation, openPerson } from '../../../stores/navigation.ts'
import { cx, toastError } from '../../../ui/index.ts'
import { showPersonCard } from '../../PersonCard.tsx'
import { permalinkOf, permalinkParts } from './permalink.ts'

/** A part of a text: plain text, a link, or a mention. */
export type TextPart =
  | { kind: 'text'; text: string }
  | { kind: 'link'; text: string; url: string }
  | { kind: 'mention'; text: string; userId: string }

/** Splits a text at its mentions and links. Skips mentions that overlap or lie outside it. */
export function textParts(text: string, mentions: readonly Mention[]): TextPart[] {
  const parts: TextPart[] = []
  let at = 0
  const put = (until: number) => {
    for (const { text: between, permalink } of until > at ? permalinkParts(text.slice(at, until)) : []) {
      if (permalink) parts.push({ kind: 'link', text: between, url: between })
      else
        for (const { text: shown, url } of linkParts(between))
          parts.push(url === null ? { kind: 'text', text: shown } : { kind: 'link', text: shown, url })
    }
    at = Math.max(at, until)
  }
  for (const mention of [...mentions].sort((a, b) => a.offset - b.offset)) {
    if (mention.offset < at || mention.offset + mention.length > text.length) continue
    put(mention.offset)
    at = mention.offset + mention.length
    parts.push({ kind: 'mention', text: text.slice(mention.offset, at), userId: mention.userId })
  }
  put(text.length)
  return parts
}

/** The text of a message. Keeps line ends; links open in the browser; mentions show the person's card. */
export const MessageText = memo(function MessageText(props: {
  text: string
  mentions: readonly Mention[]
  meId: string
  /** Whether links and mentions are in the tab order. */
  tabbable: boolean
}): ReactNode {
  const { meId, tabbable } = props
  return textParts(props.text, props.mentions).map((part, index) => {
    const key = `${index}`
    if (part.kind === 'text') return part.text
    if (part.kind === 'link')
      return (
        <MessageLink key={key} url={part.url} tabbable={tabbable}>
          {linkText(part.text, part.url)}
        </MessageLink>
      )
    return (
      <MessageMention key={key} userId={part.userId} meId={meId} tabbable={tabbable}>
        {part.text}
      </MessageMention>
    )
  })
})

/** A link of Lianqun leads on within the window, any other opens in the browser or the mail program. */
export function openLink(url: string): void {
  const target = permalinkOf(url)
  if (target === null) call('link.open', { url }).catch(toastError)
  else if (target.to === 'person') openPerson(target.userId)
  else openConversation(target.id, target.seq)
}

/** A link in a message. */
export function MessageLink({ url, tabbable, children }: { url: string; tabbable: boolean; children: ReactNode }) {
  return (
    <a
      href={url}
      title={url}
      tabIndex={tabbable ? 0 : -1}
      onClick={event => {
        event.preventDefault()
        openLink(url)
      }}
    >
      <bdi>{children}</bdi>
    </a>
  )
}

/** A mention in a message, which shows the person's card; everyone (`all`) has none. */
export function MessageMention(props: { userId: string; meId: string; tabbable: boolean; children: ReactNode }) {
  const { userId, meId, tabbable, children } = props
  if (userId === 'all')
    return (
      <span className="messages-mention me" data-mention="all">
        {children}
      </span>
    )
  return (
    <button
      type="button"
      className={cx('messages-mention', userId === meId && 'me')}
      tabIndex={tabbable ? 0 : -1}
      data-mention={userId}
      aria-haspopup="dialog"
      onClick={event => showPersonCard(userId, event.currentTarget)}
    >
      {children}
    </button>
  )
}
