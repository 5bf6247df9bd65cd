/**
 * The notice from above that the demo's duty officer records before the wind: one township, into the night. When the wind
 * has gone its sites stay stopped while the others resume, and an answer is owed upward.
 */
import { townshipOf } from '../district/townships.ts'
import { type EpochMs, HOUR, MINUTE } from '../local-time.ts'
import type { DrillNotice } from '../notices.ts'

export function demoNotice(start: EpochMs): DrillNotice {
  const township = townshipOf('houzhai')
  return {
    recordedAt: start + 2 * MINUTE,
    body: {
      number: '示意攻坚办〔2026〕86号',
      issuer: '示意市攻坚办',
      text: `接上级通知，${township.name}今日起实施临时管控：停止土石方作业和渣土运输，解除时间见通知。请按时反馈落实情况。`,
      kind: 'temporary',
      level: null,
      scope: { kind: 'township', township: township.id },
      measures: ['stopEarthworks', 'stopMuckTrucks'],
      startsAt: start + 5 * MINUTE,
      endsAt: start + 12 * HOUR,
      replyBy: start + 4 * HOUR,
    },
  }
}
