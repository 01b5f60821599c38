import type { networkCalls } from '../../preload/contract/index.ts'
import type { CallHandlers } from '../ipc/calls.ts'
import type { Parts } from '../ipc/parts.ts'

export function networkHandlers({ network }: Parts): Pick<CallHandlers, keyof typeof networkCalls> {
  return {
    'network.question': () => network.questions.current(),
    'network.answer': args => {
      network.questions.answer(args)
      return {}
    },
    'network.diagnose': ({ address }) => network.diagnose(address),
  }
}
