import { Copy } from 'lucide-react'
import encodeQr from 'qr'
import { useState } from 'react'
import type { CallResult } from '../../../preload/contract/index.ts'
import { call } from '../../desktop.ts'
import { useLanguage, useTranslate } from '../../i18n.ts'
import {
  Button,
  copyText,
  Dialog,
  dayTitle,
  nameOf,
  Segmented,
  Switch,
  showDialog,
  toastError,
  useAction,
  useQuery,
} from '../../ui/index.ts'
import './group.css'

/** Shows the dialog that makes links to a group, and lists those that there are. */
export function showInvite(id: string): void {
  showDialog(close => <InviteDialog id={id} onClose={close} />)
}

const dayMs = 24 * 3_600_000
const lifetimes = { day: dayMs, week: 7 * dayMs, month: 30 * dayMs, ever: null } as const
const uses = { any: null, once: 1, ten: 10, hundred: 100 } as const

function InviteDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useTranslate('group')
  const [lasts, setLasts] = useState<keyof typeof lifetimes>('week')
  const [often, setOften] = useState<keyof typeof uses>('any')
  const [approval, setApproval] = useState(false)
  const [address, setAddress] = useState<string | null>(null)
  const links = useQuery(`links:${id}`, () => call('conversations.links', { id }))
  const { busy, failure, run } = useAction(links.reload)
  const create = async () => {
    const link = { expiresInMs: lifetimes[lasts], maxUses: uses[often], approval }
    setAddress((await call('conversations.createLink', { id, ...link })).address)
  }
  return (
    <Dialog open onOpenChange={open => !open && onClose()} title={t('invite')} width={460}>
      {address === null ? (
        <div className="messages-group-invite">
          <p className="small muted">{t('lasts')}</p>
          <Segmented
            label={t('lasts')}
            value={lasts}
            options={(['day', 'week', 'month', 'ever'] as const).map(value => ({ value, label: t(`lasts_${value}`) }))}
            onChange={setLasts}
          />
          <p className="small muted">{t('uses')}</p>
          <Segmented
            label={t('uses')}
            value={often}
            options={(['any', 'once', 'ten', 'hundred'] as const).map(value => ({ value, label: t(`uses_${value}`) }))}
            onChange={setOften}
          />
          <Switch label={t('approval')} hint={t('approvalHint')} checked={approval} onChange={setApproval} />
          {failure !== '' && (
            <div className="banner danger" role="alert">
              {failure}
            </div>
          )}
          <Button kind="primary" wide busy={busy} onClick={() => run(create)}>
            {t('createLink')}
          </Button>
        </div>
      ) : (
        <Made address={address} onAnother={() => setAddress(null)} />
      )}
      <Links id={id} links={links.data ?? []} onChanged={links.reload} />
    </Dialog>
  )
}

/** A link that was made: it is shown only now. */
function Made({ address, onAnother }: { address: string; onAnother: () => void }) {
  const t = useTranslate('group')
  return (
    <div className="messages-group-invite">
      <Qr text={address} label={t('qr')} />
      <output className="selectable messages-group-address">{address}</output>
      <Button kind="primary" wide onClick={() => void copyText(address, t('linkCopied'))}>
        <Copy className="icon-sm" aria-hidden="true" />
        {t('copyLink')}
      </Button>
      <Button kind="quiet" wide onClick={onAnother}>
        {t('anotherLink')}
      </Button>
      <p className="small muted">{t('shownOnce')}</p>
    </div>
  )
}

/** A text as a QR code: dark on white in every theme, as cameras want it. */
function Qr({ text, label }: { text: string; label: string }) {
  const rows = encodeQr(text, 'raw', { ecc: 'medium', border: 2 })
  const path = rows.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return (
    <svg className="messages-group-qr" role="img" aria-label={label} viewBox={`0 0 ${rows.length} ${rows.length}`}>
      <rect width={rows.length} height={rows.length} fill="#fff" />
      <path d={path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  )
}

type Link = CallResult<'conversations.links'>[number]

function Links({ id, links, onChanged }: { id: string; links: readonly Link[]; onChanged: () => void }) {
  const t = useTranslate('group')
  const language = useLanguage()
  if (links.length === 0) return null
  const revoke = (linkId: string) => call('conversations.revokeLink', { id, linkId }).then(onChanged, toastError)
  return (
    <ul className="messages-group-links" aria-label={t('links')}>
      {links.map(link => (
        <li key={link.id}>
          <span className="grow">
            {nameOf(link.by, language)} · {t('used', { count: link.uses })}
            {link.approval && ` · ${t('withApproval')}`}
            <small>
              {link.expiresAt === null ? t('neverExpires') : t('until', { time: dayTitle(link.expiresAt, language) })}
            </small>
          </span>
          <Button size="small" kind="quiet" onClick={() => void revoke(link.id)}>
            {t('revoke')}
          </Button>
        </li>
      ))}
    </ul>
  )
}
