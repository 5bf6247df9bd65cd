/**
 * The first script: takes an access key out of the address, then loads the dashboard, or only the small site card.
 * A site manager on a slow line never loads the dashboard.
 */
import './design/tokens.css'
import './design/base.css'
import { takeKeyFromAddress } from './api/key.ts'

takeKeyFromAddress()
const target = document.querySelector('#app')
if (target === null) throw new Error('index.html has no #app')
const isSiteCard = location.pathname.startsWith('/site/')
const { start } = isSiteCard ? await import('./site/start.ts') : await import('./start.ts')
start(target)
