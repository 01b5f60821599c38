import { CloudOff } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import type { MessageItem } from '../../../preload/contract/index.ts'
import { useTranslate } from '../../i18n.ts'
import { useOnline } from '../../stores/session.ts'
import { Button, EmptyState, ErrorState, SkeletonRows } from '../../ui/index.ts'
import type { useOfKind } from './use-of-kind.ts'
import './media.css'

/** A list of {@link useOfKind} in its states: being loaded, failed, empty, incomplete, with more. */
export function ShelfList(props: {
  list: ReturnType<typeof useOfKind>
  empty: { icon: ReactElement; title: string }
  children: (items: readonly MessageItem[]) => ReactNode
}) {
  const { list, empty } = props
  const t = useTranslate('media')
  const online = useOnline()
  if (list.error !== undefined) return <ErrorState error={list.error} title={t('filesFailed')} onRetry={list.reload} />
  if (list.items === undefined) return <SkeletonRows count={4} />
  return (
    <>
      {list.partly && (
        <p className="messages-partly">
          <CloudOff className="icon-sm" aria-hidden="true" />
          {t(online ? 'shelfPartly' : 'shelfOffline')}
        </p>
      )}
      {list.items.length === 0 && !list.more ? (
        <EmptyState icon={empty.icon} title={empty.title} />
      ) : (
        <div className="messages-media-shelf">
          {props.children(list.items)}
          {list.more && (
            <Button size="small" kind="quiet" wide busy={list.busy} onClick={list.loadMore}>
              {t('loadMore')}
            </Button>
          )}
        </div>
      )}
    </>
  )
}
