import type { DemoBot } from '../types.ts'
import { duyue, hongyan, linwan, suhe, tengfei, xuzhiyuan } from './bots/business.ts'
import { bili, fangzhixia, heqing, xiaran, zhouye } from './bots/engineering.ts'
import { hanli, jonas, maya, wangyuan } from './bots/outside.ts'

/** The scripts of all bots. */
export const bots: DemoBot[] = [
  zhouye,
  heqing,
  xuzhiyuan,
  linwan,
  suhe,
  hanli,
  maya,
  jonas,
  xiaran,
  fangzhixia,
  wangyuan,
  hongyan,
  duyue,
  bili,
  tengfei,
]
