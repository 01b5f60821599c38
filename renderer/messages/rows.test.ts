import { afterEach, describe, expect, it } from 'vitest'
import { today } from '../ui/times.ts'
import { recallLeft, reuseUnchangedRows, rowsOf, rowsOfList } from './rows.ts'
import { message } from './testing.ts'

const noon = new Date(2026, 5, 9, 12).getTime()
const minute = 60_000

describe('rows of the messages', () => {
  it('joins messages of one sender within five minutes', () => {
    const rows = rowsOf(
      [
        message(1, { sentAt: noon }),
        message(2, { sentAt: noon + 4 * minute }),
        message(3, { sentAt: noon + 9 * minute }),
        message(4, { sentAt: noon + 10 * minute, by: 'b' }),
      ],
      null,
    )
    expect(rows.map(row => row.continued)).toEqual([false, true, false, false])
    expect(rows.map(row => row.endsRun)).toEqual([false, true, true, true])
  })

  it('does not join over a notice, a recalled message or midnight', () => {
    const late = new Date(2026, 5, 9, 23, 59).getTime()
    const rows = rowsOf(
      [
        message(1, { sentAt: late - 3 * minute }),
        message(2, { sentAt: late - 2 * minute, content: { type: 'recalled', byId: 'a' } }),
        message(3, { sentAt: late }),
        message(4, { sentAt: late + 2 * minute }),
      ],
      null,
    )
    expect(rows.map(row => row.continued)).toEqual([false, false, false, false])
    expect(rows.map(row => row.day)).toEqual([true, false, false, true])
  })

  it('says the time anew after a pause of an hour within a day', () => {
    const hour = 60 * minute
    const times = [noon, noon + 59 * minute, noon + 2 * hour, noon + 13 * hour]
    const rows = rowsOf(
      times.map((sentAt, index) => message(index + 1, { sentAt })),
      null,
    )
    expect(rows.map(row => row.pause)).toEqual([false, false, true, false])
    expect(rows.map(row => row.day)).toEqual([true, false, false, true])
  })

  it('draws the line above the first unread message of somebody else', () => {
    const items = [message(1), message(2), message(5, { own: true }), message(7), message(8), message(12)]
    const rows = rowsOf(items, { after: 2, until: 8 })
    expect(rows.filter(row => row.divider).map(row => row.message.seq)).toEqual([7])
    expect(rowsOf(items, { after: 8, until: 8 }).some(row => row.divider)).toBe(false)
  })

  it('keeps the key of a message from the outbox to the server', () => {
    const [waiting] = rowsOf([message(0, { clientId: 'c1', own: true })], null)
    const [sent] = rowsOf([message(9, { clientId: 'c1', own: true })], null)
    expect(waiting?.key).toBe(sent?.key)
  })
})

describe('updated rows', () => {
  it('are the same objects where nothing changed', () => {
    const items = [message(1), message(2), message(3, { by: 'b' })]
    const before = rowsOf(items, null)
    const after = reuseUnchangedRows(before, rowsOf([...items, message(4, { by: 'b' })], null))
    // The third row no longer ends its sender's run.
    expect(after.map((row, i) => row === before[i])).toEqual([true, true, false, false])
    expect(after[2]?.endsRun).toBe(false)
  })

  it('do not show a day line where the day may have begun earlier', () => {
    expect(rowsOf([message(1)], null, true)[0]?.day).toBe(false)
    expect(rowsOf([message(1)], null, false)[0]?.day).toBe(true)
  })
})

describe('recalling', () => {
  it('is for own sent messages of the last two minutes', () => {
    const own = message(3, { own: true, sentAt: noon })
    expect(recallLeft(own, noon + 30_000, 120_000)).toBe(90_000)
    expect(recallLeft(own, noon + 120_000, 120_000)).toBe(0)
    expect(recallLeft(message(3, { sentAt: noon }), noon, 120_000)).toBe(0)
    expect(recallLeft(message(0, { own: true, sentAt: noon }), noon, 120_000)).toBe(0)
  })
})

describe('rows of the open conversation', () => {
  const zone = process.env.TZ
  afterEach(() => {
    if (zone === undefined) delete process.env.TZ
    else process.env.TZ = zone
  })

  it('are laid out anew in another time zone', () => {
    const items = [message(1, { sentAt: Date.UTC(2026, 5, 9, 12) }), message(2, { sentAt: Date.UTC(2026, 5, 9, 20) })]
    const window = { items, hasOlder: false, hasNewer: false, gapOlder: false, gapNewer: false, startsAfter: null }
    const days = (name: string) => {
      process.env.TZ = name
      return rowsOfList(window as never, null, today(Date.UTC(2026, 5, 9, 12))).map(row => row.day)
    }
    expect([days('UTC'), days('Asia/Shanghai'), days('UTC')]).toEqual([
      [true, false],
      [true, true],
      [true, false],
    ])
  })
})
