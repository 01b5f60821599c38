import type { CardColor, CardContainerStyle, CardTextSize, CardTone } from '@lianqun/protocol'

/*
 * Colours and sizes of the vendor. https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/enumerations-for-fields-related-to-color
 */

type Family = 'red' | 'yellow' | 'green' | 'blue' | 'grey'

const families = new Map<string, Family>([
  ['red', 'red'],
  ['carmine', 'red'],
  ['orange', 'yellow'],
  ['yellow', 'yellow'],
  ['sunflower', 'yellow'],
  ['green', 'green'],
  ['lime', 'green'],
  ['turquoise', 'blue'],
  ['blue', 'blue'],
  ['wathet', 'blue'],
  ['indigo', 'blue'],
  ['purple', 'blue'],
  ['violet', 'blue'],
  ['grey', 'grey'],
  ['gray', 'grey'],
  ['neutral', 'grey'],
])

/** The family of a colour such as `red` or `red-50`. */
function familyOf(color: string): Family | undefined {
  return families.get(color.toLowerCase().replace(/-\d{1,4}$/, ''))
}

const tones: Record<Family, CardTone> = {
  red: 'failing',
  yellow: 'todo',
  green: 'good',
  blue: 'running',
  grey: 'over',
}

/** How a card stands, by the colour of its header or of a tag; undefined for `default` and what is no colour. */
export function toneOf(color: string): CardTone | undefined {
  const family = familyOf(color)
  return family && tones[family]
}

const textColors: Record<Family, { color?: CardColor; isSubtle?: boolean }> = {
  red: { color: 'attention' },
  yellow: { color: 'warning' },
  green: { color: 'good' },
  blue: { color: 'accent' },
  grey: { isSubtle: true },
}

/** The style of a text of a colour. */
export function textColorOf(color: string): { color?: CardColor; isSubtle?: boolean } {
  const family = familyOf(color)
  return family === undefined ? {} : textColors[family]
}

const containerStyles: Record<Family, CardContainerStyle> = {
  red: 'attention',
  yellow: 'warning',
  green: 'good',
  blue: 'accent',
  grey: 'emphasis',
}

/** The style of a container that has a colour behind it. */
export function containerStyleOf(color: string): CardContainerStyle | undefined {
  const family = familyOf(color)
  return family && containerStyles[family]
}

const sizes = new Map<string, CardTextSize>([
  ['heading-0', 'extraLarge'],
  ['heading-1', 'extraLarge'],
  ['heading-2', 'large'],
  ['heading-3', 'large'],
  ['heading-4', 'medium'],
  ['heading', 'medium'],
  ['xxxx-large', 'extraLarge'],
  ['xxx-large', 'extraLarge'],
  ['xx-large', 'extraLarge'],
  ['x-large', 'large'],
  ['large', 'medium'],
  ['notation', 'small'],
  ['small', 'small'],
  ['x-small', 'small'],
])

/** The size of a text; undefined for the usual one. */
export function textSizeOf(size: string): CardTextSize | undefined {
  return sizes.get(size)
}
