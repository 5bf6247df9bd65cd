import { describe, expect, it } from 'vitest'
import { zhCn } from '../../../web/i18n/zh-cn.ts'
import { actorName } from '../../../web/logic/actor-name.ts'

describe('who did something', () => {
  it.each([
    { actor: 'system', shown: '系统' },
    { actor: 'simulated-people', shown: '模拟人员' },
    { actor: 'wang', shown: 'wang' },
    { actor: 'constructor', shown: 'constructor' },
  ])('$actor is called $shown', ({ actor, shown }) => {
    expect(actorName(actor, (key) => zhCn[key])).toBe(shown)
  })
})
