import type { CallArgs, DesktopEvent, ProxyQuestion } from '../../preload/contract/index.ts'
import type { Log } from '../log.ts'

type Answer = CallArgs<'network.answer'>['credentials']

/** Asks the person at the window for passwords of proxies, one question at a time. */
export interface Questions {
  /** Resolves with the answer; null when the person declines. */
  ask(question: Omit<ProxyQuestion, 'id' | 'canRemember'>): Promise<Answer>
  current(): { question: ProxyQuestion | null }
  answer(args: CallArgs<'network.answer'>): void
}

export function createQuestions(options: {
  emit: (name: 'network.questionChanged', payload: DesktopEvent<'network.questionChanged'>) => void
  /** Whether passwords can be remembered. */
  canRemember: () => Promise<boolean>
  log: Log
}): Questions {
  const { emit, canRemember, log } = options
  const queue: { question: ProxyQuestion; resolve: (answer: Answer) => void }[] = []
  let lastId = 0
  const current = () => ({ question: queue[0]?.question ?? null })
  return {
    current,
    async ask(asked) {
      const id = ++lastId
      let remembers = false
      try {
        remembers = await canRemember()
      } catch (error) {
        log('it is not known whether passwords can be remembered', { error: String(error) })
      }
      const question = { ...asked, id, canRemember: remembers }
      return new Promise(resolve => {
        queue.push({ question, resolve })
        if (queue.length === 1) emit('network.questionChanged', current())
      })
    },
    answer({ id, credentials }) {
      if (queue[0]?.question.id !== id) return
      queue.shift()?.resolve(credentials)
      emit('network.questionChanged', current())
    },
  }
}
