import { pick } from '../../../common/random.ts'
import type { MessageRow, Row } from '../history.ts'
import {
  acked,
  type Corruption,
  change,
  ends,
  hadMark,
  isMessage,
  leaveOut,
  lose,
  ofKind,
  outsidersOf,
  pairs,
  resultsOf,
  rowsOf,
  sightingsOf,
  swap,
} from './corrupting.ts'
import { isOf } from './operations.ts'

export const corruptions: readonly Corruption[] = [
  {
    property: 'form',
    what: 'an answer comes twice',
    apply: (records, _facts, random) =>
      change(random, ofKind(records, 'ok'), record => records.push({ ...record, at: record.at + 0.01 })),
  },
  {
    property: 'form',
    what: 'an answer to what nobody asked',
    apply: (records, _facts, random) =>
      change(random, ofKind(records, 'ok'), record => {
        record.op = 'nothing'
      }),
  },
  {
    property: 'once',
    what: 'an acknowledged message is lost',
    apply: (records, facts, random) => change(random, acked(facts), send => lose(records, ['end', 'view'], send)),
  },
  {
    property: 'once',
    what: 'a message is there twice',
    apply: (records, facts, random) =>
      change(random, acked(facts), send => {
        for (const { scope, head, rows } of ends(records)) {
          const row = rows.find(row => isMessage(row) && row.clientId === send.clientId)
          if (row && scope.endsWith(`:${send.conversationId}`))
            rows.push({ ...row, seq: head + 1, revision: head + 1 } as Row)
        }
      }),
  },
  {
    property: 'once',
    what: 'a refused message is stored',
    apply: (records, facts, random) =>
      change(random, acked(facts), ({ attempts }) => {
        for (const record of records)
          if ('op' in record && record.kind !== 'invoke' && attempts.some(({ op }) => op === record.op))
            Object.assign(record, { kind: 'fail', error: 'not_member' })
      }),
  },
  {
    property: 'once',
    what: 'a message says what nobody said',
    apply: (records, _facts, random) =>
      change(
        random,
        ends(records).flatMap(({ rows }) =>
          rows.filter(row => isMessage(row) && row.clientId !== null && !row.recalled),
        ),
        row => {
          const { senderId, clientId } = row as MessageRow
          for (const record of records)
            for (const other of rowsOf(record))
              if (isMessage(other) && other.clientId === clientId && other.senderId === senderId)
                other.text = 'something else'
        },
      ),
  },
  {
    property: 'once',
    what: 'a message is acknowledged at another place',
    apply: (records, _facts, random) =>
      change(random, resultsOf(records, 'send'), ({ result }) => {
        if (result.f === 'send') result.seq += 1
      }),
  },
  {
    property: 'dense',
    what: 'a revision is given twice',
    apply: (records, _facts, random) =>
      change(
        random,
        ends(records).filter(({ rows }) => rows.length > 1),
        ({ rows }) => {
          const [first, second] = rows
          if (first && second) second.revision = first.revision
        },
      ),
  },
  {
    property: 'dense',
    what: 'an ordinal is left out',
    apply: (records, facts, random) =>
      change(random, acked(facts), send => {
        for (const row of sightingsOf(records, send)) row.ordinal += 1
      }),
  },
  {
    property: 'dense',
    what: 'a push lacks a row',
    apply: (records, facts, random) =>
      change(
        random,
        ofKind(records, 'push').filter(({ scope, user, rows }) => {
          const id = /^conversation:(.*)$/.exec(scope)?.[1]
          // Who came later may lack one of which nobody else says what it was.
          const periods = id === undefined ? [] : facts.periods(id, user)
          return rows.length > 0 && periods?.every(({ from }) => from === 0)
        }),
        ({ rows }) => rows.splice(Math.floor(random() * rows.length), 1),
      ),
  },
  {
    property: 'dense',
    what: 'a head tells of too many messages',
    apply: (records, _facts, random) =>
      change(random, ofKind(records, 'joined'), ({ head }) => {
        head.lastOrdinal += 1
      }),
  },
  {
    property: 'dense',
    what: 'a revision is left out',
    apply: (records, facts, random) => {
      const quiet = [...facts.truths.values()].filter(
        ({ scope, head }) =>
          head > 1 &&
          [...facts.operations.values()].every(
            ({ call }) =>
              !('conversationId' in call) ||
              call.f === 'send' ||
              call.f === 'read' ||
              !scope.endsWith(`:${call.conversationId}`),
          ),
      )
      return change(
        random,
        quiet.filter(({ scope }) => scope.startsWith('conversation:')),
        ({ scope, head }) => leaveOut(records, facts, scope, 1 + Math.floor(random() * head)),
      )
    },
  },
  {
    property: 'real time',
    what: 'two messages change places, of which one was acknowledged before the other was sent',
    apply: (records, facts, random) =>
      change(
        random,
        [...pairs(acked(facts))].filter(
          ([first, second]) => (first.ack?.at ?? 0) < (second.attempts[0]?.invokedAt ?? 0),
        ),
        ([first, second]) => swap(records, first, second),
      ),
  },
  {
    property: 'sender order',
    what: 'two messages of one device change places',
    apply: (records, facts, random) =>
      change(
        random,
        [...pairs(acked(facts))].filter(([first, second]) => first.client === second.client),
        ([first, second]) => swap(records, first, second),
      ),
  },
  {
    property: 'views',
    what: 'a message that was seen vanishes',
    apply: (records, facts, random) =>
      change(
        random,
        facts.sends.filter(send =>
          records.some(
            record =>
              record.kind === 'push' && rowsOf(record).some(row => isMessage(row) && row.clientId === send.clientId),
          ),
        ),
        send => lose(records, ['end', 'view'], send),
      ),
  },
  {
    property: 'views',
    what: 'a device lacks a message',
    apply: (records, _facts, random) =>
      change(
        random,
        ofKind(records, 'view').filter(({ scope, rows }) => scope !== 'me' && rows.some(isMessage)),
        view => {
          const row = pick(
            random,
            view.rows.filter(({ entity }) => entity === 'message'),
          )
          view.rows = view.rows.filter(other => other !== row)
        },
      ),
  },
  {
    property: 'views',
    what: 'two see one revision differently',
    apply: (records, _facts, random) =>
      change(
        random,
        ofKind(records, 'push').flatMap(({ scope, rows }) => {
          const elsewhere = ends(records).find(end => end.scope === scope)
          return rows.filter(row => elsewhere?.rows.some(({ revision }) => revision === row.revision))
        }),
        row => {
          if (isMessage(row)) row.text += '!'
          else if (row.entity === 'member') row.left = !row.left
          else if (row.entity === 'conversation') row.memberCount += 1
        },
      ),
  },
  {
    property: 'views',
    what: 'a device holds a conversation that its person is not in',
    apply: (records, _facts, random) =>
      change(random, ends(records), end => {
        records.splice(records.indexOf(end), 1)
      }),
  },
  {
    property: 'read marks',
    what: 'a read mark is acknowledged too low',
    apply: (records, facts, random) =>
      change(
        random,
        [...facts.operations.values()].filter(operation => isOf(operation, 'read') && operation.result),
        ({ op }) => {
          for (const record of ofKind(records, 'ok'))
            if (record.op === op && record.result.f === 'read') record.result.readSeq = 0
        },
      ),
  },
  {
    property: 'read marks',
    what: 'a read mark goes back',
    apply: (records, _facts, random) =>
      change(
        random,
        ofKind(records, 'end').flatMap(end =>
          end.rows.flatMap(row =>
            row.entity === 'membership' && row.joined && hadMark(records, end.user, row.conversationId, row.revision)
              ? [{ user: end.user, row }]
              : [],
          ),
        ),
        ({ user, row: { revision } }) => {
          for (const record of records) {
            if (record.user !== user) continue
            for (const row of rowsOf(record))
              if (row.entity === 'membership' && row.revision === revision) row.readSeq = 0
          }
        },
      ),
  },
  {
    property: 'heads',
    what: 'a conversation is missing from the heads',
    apply: (records, _facts, random) =>
      change(
        random,
        resultsOf(records, 'heads').filter(
          ({ client, result }) => client.endsWith('.end') && result.f === 'heads' && result.heads.length > 0,
        ),
        ({ result }) => {
          if (result.f === 'heads') result.heads.pop()
        },
      ),
  },
  {
    property: 'heads',
    what: 'a page of changes lacks a row',
    apply: (records, _facts, random) =>
      change(
        random,
        resultsOf(records, 'changes').filter(
          ({ client, result }) => client.endsWith('.end') && result.f === 'changes' && result.rows.length > 0,
        ),
        ({ result }) => {
          if (result.f === 'changes') result.rows.splice(Math.floor(random() * result.rows.length), 1)
        },
      ),
  },
  {
    property: 'heads',
    what: 'a page of changes ends too early',
    apply: (records, _facts, random) =>
      change(
        random,
        resultsOf(records, 'changes').filter(
          ({ client, result }) =>
            client.endsWith('.end') && result.f === 'changes' && !result.more && result.rows.length > 0,
        ),
        ({ result }) => {
          if (result.f !== 'changes') return
          const { revision = 0 } = result.rows.pop() ?? {}
          result.head = result.upTo = revision - 1
        },
      ),
  },
  {
    property: 'outsiders',
    what: 'a push to somebody who was removed',
    apply: (records, facts, random) =>
      change(
        random,
        ofKind(records, 'push').flatMap(push =>
          outsidersOf(records, facts, push.scope, push.to).map(other => ({ push, other })),
        ),
        ({ push, other }) => records.push({ ...push, ...other }),
      ),
  },
  {
    property: 'outsiders',
    what: 'a head to somebody who was no member',
    apply: (records, facts, random) =>
      change(
        random,
        ofKind(records, 'push').flatMap(push =>
          outsidersOf(records, facts, push.scope, push.to).map(other => ({ push, other })),
        ),
        ({ push: { at, process, scope, to: revision }, other }) =>
          records.push({
            at,
            process,
            ...other,
            kind: 'head',
            conversationId: scope.slice('conversation:'.length),
            revision,
            lastOrdinal: 0,
          }),
      ),
  },
  {
    property: 'outsiders',
    what: 'a message from before they joined',
    apply: (records, facts, random) =>
      change(
        random,
        ofKind(records, 'push').filter(({ scope, user, to }) => {
          const id = /^conversation:(.*)$/.exec(scope)?.[1]
          if (id === undefined) return false
          const period = facts.periods(id, user)?.find(({ from, to: end }) => to >= from && to < end)
          return period !== undefined && (facts.visibleFrom(id, user, period) ?? 0) > 0
        }),
        push => {
          const row: Row = {
            entity: 'message',
            seq: 1,
            revision: push.to,
            ordinal: 1,
            senderId: 'ann',
            clientId: null,
            text: '',
          }
          push.rows = [...push.rows.filter(({ revision }) => revision !== push.to), row]
        },
      ),
  },
]
