/** Types that come with the tools: `.svelte` modules, runes, and what Vite adds to `import.meta`. */
/// <reference types="svelte" />
/// <reference types="vite/client" />
