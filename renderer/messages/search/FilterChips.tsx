import { ChevronDown, X } from 'lucide-react'
import { kindWords, type ParsedQuery, type QueryToken, withoutToken, withToken } from '../../../common/search-query.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import { conversationTitle, Menu, type MenuEntries, nameOf } from '../../ui/index.ts'
import type { Hit } from './use-full-search.ts'

/** Entries of one menu. */
const most = 12

/** The filters of a search: those that the text has, each with a cross, and menus that add to it. */
export function FilterChips(props: {
  text: string
  parsed: ParsedQuery
  hits: readonly Hit[]
  onChange: (text: string) => void
}) {
  const { text, parsed, hits, onChange } = props
  const t = useTranslate('search')
  const language = useLanguage()
  const chinese = language === 'zh'
  const add = (key: QueryToken['key'], value: string) => onChange(withToken(text, key, value, chinese))
  const entry = (key: QueryToken['key'], value: string, label = value) => ({ label, onSelect: () => add(key, value) })
  const senders = distinct(hits.map(hit => nameOf(hit.sender, language)))
  const places = distinct(hits.map(hit => conversationTitle(hit.conversation, language)))
  const kinds = Object.entries(kindWords).map(([kind, words]) =>
    entry('has', words[chinese ? 0 : 1], t(`kind_${kind as keyof typeof kindWords}`)),
  )
  const has = (...keys: QueryToken['key'][]) => parsed.tokens.some(token => keys.includes(token.key))
  return (
    <section className="messages-search-filters" aria-label={t('filters')}>
      {parsed.tokens.map(token => (
        <Chip key={token.start} token={token} onRemove={() => onChange(withoutToken(text, token))} />
      ))}
      {!has('from') && senders.length > 0 && (
        <Adder label={t('from')} items={senders.map(name => entry('from', name))} />
      )}
      {!has('in') && places.length > 0 && <Adder label={t('in')} items={places.map(name => entry('in', name))} />}
      {!has('has') && <Adder label={t('has')} items={kinds} />}
      {!has('before', 'after', 'on') && (
        <Adder
          label={t('date')}
          items={[
            entry('on', chinese ? '今天' : 'today', t('today')),
            entry('after', chinese ? '7天' : '7d', t('week')),
            entry('after', chinese ? '30天' : '30d', t('month')),
          ]}
        />
      )}
      {!has('me') && (
        <button type="button" className="messages-filter-chip" onClick={() => add('me', '')}>
          {t('me')}
        </button>
      )}
    </section>
  )
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)].filter(Boolean).slice(0, most)
}

function Chip({ token, onRemove }: { token: QueryToken; onRemove: () => void }) {
  const t = useTranslate('search')
  const { key, value } = token
  const name =
    key === 'me'
      ? t('me')
      : key === 'before' || key === 'after' || key === 'on'
        ? t(key, { value })
        : t('chip', { name: t(key), value })
  return (
    <button type="button" className="messages-filter-chip on" aria-label={t('remove', { name })} onClick={onRemove}>
      <span className="ellipsis">{name}</span>
      <X className="icon-sm" aria-hidden="true" />
    </button>
  )
}

function Adder({ label, items }: { label: string; items: MenuEntries }) {
  return (
    <Menu
      align="start"
      trigger={
        <button type="button" className="messages-filter-chip">
          {label}
          <ChevronDown className="icon-sm" aria-hidden="true" />
        </button>
      }
      items={items}
    />
  )
}
