import { configure } from '@testing-library/svelte';

// What a test looks for may come late on a slow machine; this limit only ends what hangs.
configure({ asyncUtilTimeout: 120_000 });
