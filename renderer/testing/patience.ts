import { configure } from '@testing-library/svelte';

// On a slow machine an element may appear late. The limit only ends what hangs.
configure({ asyncUtilTimeout: 120_000 });
