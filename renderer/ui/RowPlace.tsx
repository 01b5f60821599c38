import type { CustomItemComponentProps } from 'virtua'

/**
 * Where a row of a virtualizer stands. The virtualizer hides it until it is measured, which for most is before anything
 * is painted, and to show it again would restyle all that is in it: so it is not hidden. The others stand for one frame
 * where they were expected.
 */
function placeOf(Element: 'div' | 'li') {
  return function RowPlace({ ref, style, children }: CustomItemComponentProps) {
    return (
      <Element ref={ref} style={{ ...style, visibility: undefined }}>
        {children}
      </Element>
    )
  }
}

export const RowPlace = placeOf('div')
/** The same as an item of a list. */
export const ItemPlace = placeOf('li')
