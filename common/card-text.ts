export {
  type CardRun,
  cardText,
  cardTitle,
  deadCard,
  isCardLink,
  markdownLines,
  plainMarkdown,
  visitCard,
} from '../protocol/core/card-text.ts'
