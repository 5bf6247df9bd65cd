/** A person's own act was stored, and its answer was lost on the way: the person is told so, and the screens see it. */
import { beforeEach, describe, expect, it } from 'vitest'
import { MINUTE } from '../../../server/domain/units.ts'
import { type Books, type Operations, OperationsUnavailable } from '../../../server/ports/operations.ts'
import { openControlRoom } from '../../support/control-room.ts'
import { embeddedOperations } from '../../support/embedded-operations.ts'

let operations: Operations
const database = embeddedOperations()
beforeEach(() => {
  operations = database()
})

const WANG = { actor: '王值班', reason: null } as const

/** Operations that store the next change, or do not, and lose its answer in any case. */
function losing() {
  let next: 'stored' | 'not-stored' | null = null
  const seen: Operations = {
    ...operations,
    async change<T>(work: (books: Books) => Promise<T>): Promise<T> {
      const lose = next
      next = null
      if (lose === null) return operations.change(work)
      await operations
        .change(async (books) => {
          await work(books)
          if (lose === 'not-stored') throw new Error('undone')
        })
        .catch(() => undefined)
      throw new OperationsUnavailable('whether it was stored is not known')
    },
  }
  return {
    operations: seen,
    lose: (what: 'stored' | 'not-stored') => {
      next = what
    },
  }
}

async function draftWaits() {
  const rig = losing()
  const room = await openControlRoom(rig.operations)
  for (let minute = 0; (await operations.read.drafts.pending()).length === 0; minute += 1) {
    if (minute > 60) throw new Error('no draft came')
    await room.blow(6, 1)
  }
  const [draft] = await operations.read.drafts.pending()
  if (!draft) throw new Error('no draft')
  room.seen.length = 0
  return { ...rig, room, draft }
}

describe('an act whose answer was lost', () => {
  it('is told to the screens when it was stored after all, and its countdown does not issue it again', async () => {
    const { lose, room, draft } = await draftWaits()
    lose('stored')
    await expect(room.act.drafts.issue(draft.id, null, WANG)).rejects.toBeInstanceOf(OperationsUnavailable)
    expect(room.seen).toEqual([])
    await room.blow(6, 1)
    expect(room.seen[0]?.drafts).toMatchObject([{ id: draft.id, state: 'issued', decidedBy: '王值班' }])
    expect(room.seen[0]?.orders).toHaveLength(3)
    await room.blow(6, 10)
    expect(await room.orders()).toHaveLength(3)
    expect(room.seen).toHaveLength(1)
  })

  it('is told to nobody when it was not stored, and can be done again', async () => {
    const { lose, room, draft } = await draftWaits()
    lose('not-stored')
    await expect(
      room.act.drafts.hold(
        draft.id,
        null,
        { forMs: 5 * MINUTE, mayHoldAgain: false },
        { actor: '王', reason: '再看看' },
      ),
    ).rejects.toBeInstanceOf(OperationsUnavailable)
    await room.act.advanceTo(room.clock.now() + 1_000)
    expect(room.seen).toEqual([])
    expect(await room.act.drafts.issue(draft.id, null, WANG)).toMatchObject({ kind: 'decided' })
    expect(room.seen).toHaveLength(1)
  })
})
