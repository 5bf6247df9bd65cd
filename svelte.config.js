/** Every component is written with runes; styles are files, never inline elements (CSP). */
/** @type {import('@sveltejs/vite-plugin-svelte').SvelteConfig} */
export default {
  compilerOptions: { runes: true, css: 'external' },
}
