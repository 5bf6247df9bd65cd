/** 豁免: whom, by whose certificate, from what, until when. */
import type { Wording } from './text.ts'

export const exemption = {
  'note.exempt': ['{{what}}：豁免至 {{until}}（{{number}}）', '{{what}}: exempt until {{until}} ({{number}})'],
  'nav.exemptions': ['豁免', 'Exemptions'],
  'exemption.everything': ['全部措施', 'every measure'],
  'exemption.all': ['全部豁免', 'All exemptions'],
  'exemption.never': [
    '还没有豁免。主管部门提出、办公室批准；期限到了自动恢复要求。',
    'No exemption yet. A department proposes, the office approves; what it spares is asked again when it ends.',
  ],
  'exemption.grant': ['批准豁免', 'Approve an exemption'],
  'exemption.grantHint': [
    '所列措施从在管指令中撤下，到期自动重新要求。上级指令要求的，只有市级批准才能豁免。',
    'What it names is withdrawn from orders in force and asked again at its end. What a notice from above demands only the city exempts from.',
  ],
  'exemption.place': ['点位', 'Place'],
  'exemption.number': ['豁免文号', 'Number of the certificate'],
  'exemption.department': ['提出部门', 'Proposed by'],
  'exemption.reason': ['理由', 'Reason'],
  'exemption.until': ['到期', 'Until'],
  'exemption.byCity': ['市级批准（上级指令期间也有效）', 'Approved by the city (also under a notice from above)'],
  'exemption.city': ['市级', 'city'],
  'exemption.which': ['豁免哪些措施（都不选即全部）', 'From what (none chosen: everything)'],
  'exemption.granted': ['已批准豁免', 'Exemption approved'],
  'exemption.revoke': ['撤回', 'Take back'],
  'exemption.revokeTitle': ['撤回这份豁免？', 'Take this exemption back?'],
  'exemption.revokeHint': ['撤回后立即重新要求。', 'What it spared is asked again at once.'],
  'exemption.revoked': ['已撤回', 'Taken back'],
  'exemption.holds': ['有效', 'Holds'],
  'exemption.toCome': ['未开始', 'To come'],
  'exemption.over': ['已到期', 'Ended'],
  'exemption.span': ['{{from}} 至 {{until}}', '{{from}} to {{until}}'],
} as const satisfies Readonly<Record<string, Wording>>
