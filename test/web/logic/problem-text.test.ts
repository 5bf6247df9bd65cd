import { describe, expect, it } from 'vitest'
import { problemText } from '../../../web/logic/problem-text.ts'
import { text } from '../support.ts'

describe('a refused act', () => {
  const refused = { kind: 'refused', status: 403, problem: null } as const

  it.each(['site', 'township'] as const)('is another’s order where a %s may do as much with its own', (role) => {
    expect(problemText(refused, text, { role, act: 'acknowledge' })).toBe(
      '当前身份只负责自己的点位或镇办，这条管控指令不在其中。',
    )
  })

  it('is the role’s where the role may not do it at all', () => {
    const why = problemText(refused, text, { role: 'site', act: 'cancel' })
    expect(why).toContain('工地')
    expect(why).toContain('带班领导')
  })
})
