import { expect, it } from 'vitest'
import { skeletonOf } from './skeleton.ts'

it.each([
  ['张伟', '张\u200d伟'],
  ['张伟', '张伟\ufe0f'],
  ['张伟', '张伟\u3164'],
  ['张伟', '\uffa0张 伟\u2800'],
  ['张伟', '張偉'],
  ['张伟', '张·伟。'],
  ['王工', '王エ'],
  ['系统', '系\u034f统'],
  ['Admin', 'Аdmіn'],
  ['Admin', 'ＡＤＭＩＮ'],
  ['Admin', '𝐀𝐝𝐦𝐢𝐧'],
  ['Admin', 'Adm1n'],
  ['Admin', 'AdmIn'],
  ['Admin', 'Adrnin'],
  ['Ann Nova', 'ΑΝΝ Νονa'],
  ['Ann Nova', 'annnova'],
  ['Élodie', 'ÉLODIE'],
  ['Élodie', 'E\u0301lodie'],
  ['Zoë Kuhn', 'ZOЁ KUHN'],
  ['Li Na', 'L\u0456 N\u0430'],
  ['lin', '|in'],
])('%s and %s look alike', (one, other) => {
  expect(skeletonOf(other)).toBe(skeletonOf(one))
})

it.each([
  ['张伟', '张玮'],
  ['李娜', '李那'],
  ['Ann', 'Anna'],
  ['CI', 'CD'],
  ['值班', '值班告警'],
])('%s and %s do not', (one, other) => {
  expect(skeletonOf(other)).not.toBe(skeletonOf(one))
})

it('has nothing of a name without letters', () => {
  expect([skeletonOf(''), skeletonOf('🔔 !'), skeletonOf('\u3164\u200d')]).toEqual(['', '', ''])
})
