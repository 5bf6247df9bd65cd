import { describe, expect, it } from 'vitest'
import { actorName } from '../../../web/logic/actor-name.ts'
import { text } from '../support.ts'

describe('who did something', () => {
  it.each([
    { actor: 'system', shown: '系统' },
    { actor: 'simulated-people', shown: '模拟人员' },
    { actor: 'wang', shown: 'wang' },
    { actor: 'constructor', shown: 'constructor' },
  ])('$actor is called $shown', ({ actor, shown }) => {
    expect(actorName(actor, text)).toBe(shown)
  })
})
