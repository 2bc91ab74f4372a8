import { Desk } from './desk.svelte';

/** The desk of this page. */
export const desk = new Desk();
