/** Why something was done, in the screen's language: codes have words, what a person wrote stays as it is. */
import { readReason } from '../../server/domain/control/reason.ts'
import { ruleWords } from '../rules/index.ts'
import type { Pen } from '../rules/rule-words.ts'
import type { Text } from './phrases.ts'

export function reasonText(reason: string, text: Text, pen: Pen): string {
  const read = readReason(reason)
  switch (read.kind) {
    case 'given':
      return text(`reason.${read.code}`)
    case 'rule': {
      const rule = pen.say(ruleWords(read.pack).name)
      return text('reason.rule', { rule, version: read.version, why: text(`reason.rule.${read.code}`) })
    }
    case 'words':
      return read.words
  }
}
