import { describe, expect, it } from 'vitest'
import { NOTHING_BEFORE, readClause } from '../../../server/domain/notices/measure-clause.ts'
import { wordsIn } from '../../../server/domain/notices/measure-words.ts'

const clause = (text: string) => ({ text, from: 0 })
const kinds = (text: string) => wordsIn(clause(text)).map(({ kind }) => kind)

function read(text: string, before = NOTHING_BEFORE) {
  return readClause(clause(text), wordsIn(clause(text)), before)
}

describe('words of measures', () => {
  it('are the longest that stand there', () => {
    expect(kinds('停止拆除')).toEqual(['stop', 'thing'])
    expect(kinds('拆除防尘网')).toEqual(['plain'])
    expect(kinds('不得停止')).toEqual(['spare'])
    expect(kinds('室外作业除外')).toEqual(['thing', 'spare'])
  })
})

describe('a clause that demands measures', () => {
  it('goes on with the list of the clause before it only as a bare list', () => {
    const { after } = read('停止土方开挖')
    expect(after.governs).toBe(true)
    expect(read('拆除作业', after).said.map(({ value }) => value)).toEqual(['stopDemolition'])
    expect(read('渣土车密闭运输', after).said).toEqual([])
    expect(read('拆除作业').said).toEqual([])
  })

  it('takes what the clause before it named without a verb', () => {
    const { after } = read('裸露土方、建筑垃圾')
    expect(read('一律覆盖', after).said.map(({ value }) => value)).toEqual(['coverBareSoil', 'coverRubble'])
    expect(read('一律清运', after).said).toEqual([])
  })
})
