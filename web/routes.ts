/** Every page and its address. Pages are loaded when first visited; the overview comes with the shell. */
import { createRouter } from 'sv-router'
import NotFoundPage from './pages/NotFoundPage.svelte'
import OverviewPage from './pages/OverviewPage.svelte'

export const { p, isActive, route } = createRouter({
  '/': OverviewPage,
  '/places': {
    '/': () => import('./pages/PlacesPage.svelte'),
    '/:id': () => import('./pages/PlacePage.svelte'),
  },
  '/orders': {
    '/': () => import('./pages/OrdersPage.svelte'),
    '/:id': () => import('./pages/OrderPage.svelte'),
  },
  '/episodes': {
    '/:id': () => import('./pages/EpisodePage.svelte'),
  },
  '*': NotFoundPage,
})
