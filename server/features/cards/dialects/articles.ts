import type { Card, CardElement, Column, OpenUrlAction } from '@lianqun/protocol'
import { fitCard } from '../fit.ts'
import { words } from './reading.ts'

/** A piece of news: its words, its picture, and where it leads. */
export interface Article {
  path: string
  title: string
  description: string
  link: string | null
  picture: string | null
}

const opens = (link: string | null): { selectAction?: OpenUrlAction } =>
  link === null ? {} : { selectAction: { type: 'Action.OpenUrl', url: link } }

/** News in one card: the first with a large picture, the others each with a small one beside it. */
export function articlesCard(articles: readonly Article[], lost: string[]): Card {
  const [first, ...others] = articles
  const body: CardElement[] = first ? [leading(first, lost)] : []
  for (const article of others) body.push({ ...row(article, lost), separator: true })
  return fitCard({ type: 'AdaptiveCard', body }, lost)
}

function texts({ title, description, path }: Article, lost: string[], size: 'medium' | 'default'): CardElement[] {
  return [
    ...words(title, `${path}.title`, lost, { weight: 'bolder', size }),
    ...words(description, `${path}.description`, lost, { isSubtle: true }),
  ]
}

function leading(article: Article, lost: string[]): CardElement {
  const { picture, link } = article
  const image: CardElement[] = picture === null ? [] : [{ type: 'Image', url: picture, size: 'stretch' }]
  return { type: 'Container', items: [...image, ...texts(article, lost, 'medium')], ...opens(link) }
}

/** An article with its picture at the side. */
export function row(article: Article, lost: string[]): CardElement {
  const { picture, link } = article
  const columns: Column[] = [{ type: 'Column', width: 'stretch', items: texts(article, lost, 'default') }]
  if (picture !== null)
    columns.push({ type: 'Column', width: 'auto', items: [{ type: 'Image', url: picture, width: '64px' }] })
  return { type: 'ColumnSet', columns, ...opens(link) }
}
