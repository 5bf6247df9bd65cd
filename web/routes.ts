/** Every page and its address. Pages are loaded when first visited; the board comes with the shell. */
import { createRouter } from 'sv-router'
import BoardPage from './pages/BoardPage.svelte'
import NotFoundPage from './pages/NotFoundPage.svelte'

export const { p, isActive, navigate, route } = createRouter({
  '/': BoardPage,
  '/wall': () => import('./pages/WallPage.svelte'),
  '/places': {
    '/': () => import('./pages/PlacesPage.svelte'),
    '/:id': () => import('./pages/PlacePage.svelte'),
  },
  '/handover': () => import('./pages/HandoverPage.svelte'),
  '/analysis': () => import('./pages/AnalysisPage.svelte'),
  '/stations': () => import('./pages/StationsPage.svelte'),
  '/orders': {
    '/': () => import('./pages/OrdersPage.svelte'),
    '/:id': () => import('./pages/OrderPage.svelte'),
  },
  '/episodes': {
    '/': () => import('./pages/EpisodesPage.svelte'),
    '/:id': () => import('./pages/EpisodePage.svelte'),
  },
  '/notices': {
    '/': () => import('./pages/NoticesPage.svelte'),
    '/new': () => import('./pages/NoticeNewPage.svelte'),
    '/:id': {
      '/': () => import('./pages/NoticePage.svelte'),
      '/amend': () => import('./pages/NoticeNewPage.svelte'),
      '/print': () => import('./pages/NoticePrintPage.svelte'),
    },
  },
  '/manual': {
    '/': () => import('./pages/ManualPage.svelte'),
    '/:id': () => import('./pages/ManualControlPage.svelte'),
  },
  '/exemptions': () => import('./pages/ExemptionsPage.svelte'),
  '/system': () => import('./pages/SystemPage.svelte'),
  '*': NotFoundPage,
})
