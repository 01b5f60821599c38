import type { Carousel } from '@lianqun/protocol'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { cx, IconButton } from '../../../../ui/index.ts'
import { useCard } from '../card-context.ts'
import { type DrawItems, nameOfItems } from './Boxes.tsx'
import { Cover } from './Pressable.tsx'

/** Pages, one of which is shown; after the last comes the first. */
export function CarouselView({ element: { pages }, draw }: { element: Carousel; draw: DrawItems }) {
  const { t, tabIndex } = useCard()
  const [at, setAt] = useState(0)
  const total = pages.length
  const current = Math.min(at, total - 1)
  const page = pages[current]
  if (page === undefined) return null
  const turn = (by: number) => setAt((current + by + total) % total)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a carousel is no set of fields
    <div role="group" aria-roledescription={t('carousel')} aria-label={t('carousel')}>
      {/* biome-ignore lint/a11y/useSemanticElements: a page of a carousel is a group, not a set of fields */}
      <div
        className="messages-card-page"
        role="group"
        aria-live="polite"
        aria-label={t('page', { number: current + 1, total })}
      >
        {draw(page.items)}
        <Cover action={page.selectAction} name={nameOfItems(page.items)} />
      </div>
      {total > 1 && (
        // biome-ignore lint/a11y/noStaticElementInteractions: the arrows are a shortcut of the buttons in it
        <div
          className="messages-card-turn"
          onKeyDown={event => {
            if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
            event.preventDefault()
            turn(event.key === 'ArrowLeft' ? -1 : 1)
          }}
        >
          <IconButton
            size="small"
            label={t('previousPage')}
            icon={<ChevronLeft />}
            tabIndex={tabIndex}
            onClick={() => turn(-1)}
          />
          <span className="messages-card-dots" aria-hidden="true">
            {total <= 8
              ? pages.map((_, index) => {
                  const key = `${index}`
                  return <i key={key} className={cx('messages-card-dot', index === current && 'on')} />
                })
              : t('pageOf', { number: current + 1, total })}
          </span>
          <IconButton
            size="small"
            label={t('nextPage')}
            icon={<ChevronRight />}
            tabIndex={tabIndex}
            onClick={() => turn(1)}
          />
        </div>
      )}
    </div>
  )
}
