import { call } from '../../desktop.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { openConversation } from '../../stores/navigation.ts'
import { useMe } from '../../stores/session.ts'
import {
  Avatar,
  Button,
  conversationTitle,
  cx,
  ErrorState,
  fullTime,
  Highlight,
  listTime,
  SkeletonRows,
  speakerOf,
  useMinute,
  useQuery,
} from '../../ui/index.ts'
import { contentLine } from '../kinds/index.ts'
import type { Hit } from './use-full-search.ts'

/** Messages before and behind a hit. */
const around = 12

function showInMiddle(line: HTMLElement | null): void {
  line?.scrollIntoView({ block: 'center' })
}

/** What was said before and after a message that was found. */
export function SearchContext({ hit, words }: { hit: Hit; words: string }) {
  const t = useTranslate('search')
  const language = useLanguage()
  const tMessages = useTranslate('messages')
  const meId = useMe().id
  const now = useMinute()
  const { id } = hit.conversation
  const page = useQuery(`context:${id}/${hit.seq}`, () =>
    call('messages.page', { id, anchor: { around: hit.seq }, limit: around }),
  )
  return (
    <section className="messages-search-context" aria-label={t('context')}>
      <header>
        <div className="grow">
          <h2 className="ellipsis">{conversationTitle(hit.conversation, language)}</h2>
          <p>{t('around', { time: fullTime(hit.sentAt, language, now) })}</p>
        </div>
        <Button size="small" onClick={() => openConversation(id, hit.seq)}>
          {t('open')}
        </Button>
      </header>
      <section
        className="messages-search-around"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by keys
        tabIndex={0}
        aria-label={t('around', { time: fullTime(hit.sentAt, language, now) })}
      >
        {page.error !== undefined && <ErrorState error={page.error} onRetry={page.reload} />}
        {!page.data && page.loading && <SkeletonRows count={4} />}
        {page.data?.items.map(item => {
          const line = contentLine(item.content, item, { t: tMessages, language, meId })
          return (
            <div
              key={item.seq || item.clientId}
              ref={item.seq === hit.seq ? showInMiddle : undefined}
              className={cx('messages-search-line', item.seq === hit.seq && 'hit')}
            >
              <Avatar person={item.sender} size={28} />
              <div className="grow">
                <small>
                  {speakerOf(item.sender, language)} {listTime(item.sentAt, language)}
                </small>
                <p>{item.seq === hit.seq ? <Highlight text={line} query={words} /> : line}</p>
              </div>
            </div>
          )
        })}
      </section>
    </section>
  )
}
