import type { ComponentType } from 'react'
import type { BodyProps, LineContext, MessageNames } from '../kind.ts'

type AnyContent = { type: string }

/** The views of the kinds that a record may hold, which `kinds/index.ts` sets: it knows this one, too. */
export const kindsInRecords: {
  bodyOf(content: AnyContent): ComponentType<BodyProps<AnyContent>>
  lineOf(content: AnyContent, names: MessageNames, context: LineContext): string
} = {
  bodyOf: () => () => null,
  lineOf: () => '',
}
