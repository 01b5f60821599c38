import type { ReactNode } from 'react'
import { useTranslate } from '../i18n.ts'
import { Button } from '../ui/index.ts'

/** Rows that are asked for at once. */
export const pageSize = 50

/** The pages that have the first `limit` rows. */
export function firstPages<P>(
  limit: number,
  ask: (page: { offset: number; limit: number }) => Promise<P>,
): Promise<P[]> {
  return Promise.all(Array.from({ length: limit / pageSize }, (_, i) => ask({ offset: i * pageSize, limit: pageSize })))
}

/** A list whose next page is asked for by a button, where there are more. */
export function PagedList(props: {
  label: string
  more: boolean
  loading: boolean
  onMore: () => void
  children: ReactNode
}) {
  const { label, more, loading, onMore, children } = props
  const t = useTranslate('saved')
  return (
    <div className="saved-scroll">
      <ul className="saved-list" aria-label={label}>
        {children}
        {more && (
          <li>
            <Button wide kind="quiet" busy={loading} onClick={onMore}>
              {t('loadMore')}
            </Button>
          </li>
        )}
      </ul>
    </div>
  )
}
