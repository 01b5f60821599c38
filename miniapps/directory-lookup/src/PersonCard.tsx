import { LianqunError } from '@lianqun/sdk'
import { Avatar, nameOf, useApi, useLianqun, useLianqunContext } from '@lianqun/sdk/react'
import { ArrowLeft, Check, Copy, IdCard, MessageCircle } from 'lucide-react'
import { useEffect, useState } from 'react'
import { otherName } from '../../../common/names.ts'
import { useSharedStrings } from '../../shared/strings.ts'
import { departmentsOf, type Person } from './people.ts'
import { useStrings } from './strings.ts'

/** A person's card: names, departments and contact data. */
export function PersonCard(props: { person: Person; onBack: () => void; onNotice: (text: string) => void }) {
  const t = useStrings()
  const shared = useSharedStrings()
  const lianqun = useLianqun()
  const { language, user } = useLianqunContext()
  const { person } = props
  const name = nameOf(person, language)
  const other = otherName(person, language)
  const detail = useApi('GET /directory/people/:id', { params: { id: person.id } })
  const departments = departmentsOf(detail.data ?? person, language)

  const report = (error: unknown, otherwise: string) => {
    console.error(error)
    const denied = error instanceof LianqunError && (error.code === 'not_allowed' || error.code === 'not_declared')
    props.onNotice(denied ? t.notAllowed : otherwise)
  }
  const attempt = (action: Promise<void>) => void action.catch(error => report(error, t.openFailed))

  return (
    <article className="card">
      <button type="button" className="button quiet back" onClick={props.onBack}>
        <ArrowLeft className="small" aria-hidden="true" />
        {t.back}
      </button>
      <div className="card-inner">
        <header className="card-head">
          <Avatar id={person.id} name={name} size={68} />
          <div className="grow">
            <h2>{name}</h2>
            {other && <p className="muted">{other}</p>}
          </div>
        </header>
        {user?.id === person.id ? (
          <p className="self">{t.self}</p>
        ) : (
          <div className="actions">
            <button
              type="button"
              className="button primary large grow"
              onClick={() => attempt(lianqun.openConversation({ userId: person.id }))}
            >
              <MessageCircle className="small" aria-hidden="true" />
              {t.message}
            </button>
            <button type="button" className="button large" onClick={() => attempt(lianqun.openProfile(person.id))}>
              <IdCard className="small" aria-hidden="true" />
              {t.profile}
            </button>
          </div>
        )}
        <dl>
          <Fact label={t.jobTitle} value={person.title} />
          <Fact label={t.department} value={departments} />
          <Fact
            label={t.phone}
            value={detail.data?.phone}
            copy={t.copyPhone}
            onFailed={error => report(error, t.copyFailed)}
          />
          <Fact label={t.mail} value={person.mail} copy={t.copyMail} onFailed={error => report(error, t.copyFailed)} />
          <Fact label={t.place} value={detail.data?.place} />
        </dl>
        {detail.error && (
          <div className="banner" role="alert">
            <span className="grow">{detail.error.code === 'offline' ? t.detailOffline : shared.failedTitle}</span>
            <button type="button" onClick={detail.reload}>
              {shared.retry}
            </button>
          </div>
        )}
      </div>
    </article>
  )
}

function Fact(props: { label: string; value: string | undefined; copy?: string; onFailed?: (error: unknown) => void }) {
  const t = useStrings()
  const lianqun = useLianqun()
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 2_000)
    return () => clearTimeout(timer)
  }, [copied])
  const { value } = props
  if (value === '') return null
  return (
    <>
      <dt>{props.label}</dt>
      <dd>
        {value === undefined ? <span className="skeleton value-missing" /> : <span className="value">{value}</span>}
        {props.copy && value !== undefined && (
          <button
            type="button"
            className="icon-button"
            aria-label={props.copy}
            title={props.copy}
            onClick={() =>
              lianqun.copy(value).then(
                () => setCopied(true),
                error => props.onFailed?.(error),
              )
            }
          >
            {copied ? <Check className="small good" /> : <Copy className="small" />}
          </button>
        )}
        {copied && (
          <span className="visually-hidden" role="status">
            {t.copied}
          </span>
        )}
      </dd>
    </>
  )
}
