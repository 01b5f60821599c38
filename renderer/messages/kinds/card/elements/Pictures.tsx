import type { CardImage, ImageSet } from '@lianqun/protocol'
import { Image as ImageIcon } from 'lucide-react'
import type { CSSProperties } from 'react'
import { cx } from '../../../../ui/index.ts'
import { useCard } from '../card-context.ts'
import { askedSize, pictureShape, pictureWidth } from '../widths.ts'
import { Cover } from './Pressable.tsx'

/** Below this width a place for a picture has no words, CSS pixels. */
const leastForWords = 120

/**
 * A picture: the file that the server made of it. Until there is one its words stand in its place; an address is never
 * loaded from here.
 */
export function PictureView({ element }: { element: CardImage }) {
  const { host, t } = useCard()
  const { file, altText = '', style, horizontalAlignment: align } = element
  const round = style === 'person'
  const width = pictureWidth(element, round && element.height ? {} : (file ?? {}))
  const { ratio, widest } = pictureShape(round ? { width: 1 } : (askedSize(element) ?? file ?? {}))
  const box: CSSProperties = {
    ...(width !== null && { width }),
    maxWidth: `min(100%, ${widest}px)`,
    ...(file === undefined && !round && width !== null && width < leastForWords
      ? { height: width }
      : { aspectRatio: ratio }),
  }
  const small = width !== null && width < leastForWords
  return (
    <span className="messages-card-picture-line" data-align={align}>
      <span className={cx('messages-card-picture', round && 'round')} style={box}>
        <span
          className="messages-card-picture-box"
          role="img"
          aria-label={altText || t(file ? 'picture' : 'noPicture')}
        >
          {file ? (
            host.pictureOf(file)
          ) : (
            <span className="messages-card-no-picture">
              <ImageIcon aria-hidden="true" />
              {!small && <span>{altText || t('noPicture')}</span>}
            </span>
          )}
        </span>
        <Cover action={element.selectAction} name={altText || t('picture')} />
      </span>
    </span>
  )
}

export function PictureSetView({ element }: { element: ImageSet }) {
  const { imageSize: size = 'medium' } = element
  return (
    <div className="messages-card-pictures">
      {element.images.map((image, index) => {
        const key = `${index}`
        return <PictureView key={key} element={{ ...image, size }} />
      })}
    </div>
  )
}
