export {
  type CardLine,
  type CardRun,
  cardText,
  cardTitle,
  deadCard,
  markdownLines,
  visitCard,
} from '../protocol/core/card-text.ts'
