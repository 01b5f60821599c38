import { type ConvertedEvent, type JsonObject, PayloadError } from '../converted.ts'
import { isObject, listOf, objectOf, textOf } from '../json.ts'
import { cardKey } from './parts.ts'
import { logLink, type RunState, run } from './runs.ts'
import { block, type EventContext, line, refName, shortSha, type Words, wordsOf } from './words.ts'

/*
 * Builds of Jenkins, as its Notification plugin sends them: https://plugins.jenkins.io/notification/
 */

const words = {
  tests: ['测试', 'Tests'],
  testsPassed: ['{passed}/{total} 通过', '{passed} of {total} pass'],
  unstable: ['不稳定', 'Unstable'],
  result: ['结果', 'Result'],
} as const satisfies Words

const results: Readonly<Record<string, RunState>> = {
  SUCCESS: 'passed',
  FAILURE: 'failed',
  UNSTABLE: 'failed',
  ABORTED: 'cancelled',
  NOT_BUILT: 'skipped',
}

/** `pipeline.<state>`, of a key of the job and the number of the build. @throws PayloadError when there is no build. */
export function convertJenkins(payload: JsonObject, context: EventContext): ConvertedEvent | null {
  if (!isObject(payload.build)) throw new PayloadError('malformed', 'build', 'has to be an object')
  const say = wordsOf(words, context)
  const { build } = payload
  const scm = objectOf(build.scm)
  const tests = objectOf(build.test_summary)
  const phase = textOf(build.phase)
  const status = textOf(build.status)
  const ended = Object.hasOwn(results, status) ? results[status] : undefined
  // A status while it runs is the worst so far.
  const isOver = phase === '' || phase === 'COMPLETED' || phase === 'FINALIZED'
  const state: RunState = phase === 'QUEUED' ? 'queued' : isOver ? (ended ?? 'passed') : 'running'
  const name = line(payload.display_name, 100) || line(payload.name, 100)
  const failedTests = listOf(tests.failed_tests)
  const errors = failedTests.slice(0, 5).map(test => {
    const found = objectOf(test)
    return line(typeof test === 'string' ? test : (found.full_name ?? found.name), 120)
  })
  return run(
    {
      source: 'Jenkins',
      repo: '',
      actor: line(listOf(scm.culprits)[0], 60),
      kind: 'pipeline',
      key: cardKey('jenkins', payload.url ?? payload.name, build.number),
      icon: 'pipeline',
      title: [name, textOf(build.number) === '' ? '' : `#${line(build.number, 20)}`].filter(Boolean).join(' '),
      state,
      took: isOver && typeof build.duration === 'number' && build.duration > 0 ? build.duration : null,
      finishedAt:
        typeof build.timestamp === 'number' && isOver ? build.timestamp + Number(build.duration ?? 0) : undefined,
      branch: refName(textOf(scm.branch).replace(/^origin\//, '')),
      commit: shortSha(scm.commit),
      error: errors.filter(Boolean).join('\n') || block(textOf(build.log).slice(-1_200), 500, 6),
      facts: [
        [say('result'), status === 'UNSTABLE' ? say('unstable') : ''],
        [
          say('tests'),
          typeof tests.total === 'number'
            ? say('testsPassed', { passed: line(tests.passed, 10) || '0', total: tests.total })
            : '',
        ],
      ],
      links: [logLink(build.full_url, state, context)],
    },
    context,
  )
}
