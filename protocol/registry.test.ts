import { expect, test } from 'vitest'
import { entities } from './entities.ts'
import { eventExamples, methodExamples, noticeExamples } from './examples.ts'
import { httpEndpoints } from './http/index.ts'
import { events, methods, notices } from './registry.ts'

/** Registries by the ending of the names under which the feature files export their parts. */
const registries = {
  Methods: methods,
  Events: events,
  Notices: notices,
  Entities: entities,
  Endpoints: httpEndpoints,
  MethodExamples: methodExamples,
  EventExamples: eventExamples,
  NoticeExamples: noticeExamples,
}

const files = import.meta.glob<Record<string, object>>(
  ['./*.ts', './http/*.ts', '!./**/*.test.ts', '!./**/index.ts', '!./registry.ts', '!./examples.ts'],
  { eager: true },
)

test.each(Object.entries(registries))('the registry of %s has every name of the features, once', (ending, registry) => {
  const parts = Object.values(files)
    .flatMap(file => Object.entries(file))
    .filter(([name]) => name.endsWith(ending))
  const names = parts.flatMap(([, part]) => Object.keys(part))
  expect(names.toSorted()).toEqual(Object.keys(registry).toSorted())
})
