/** The page in a browser: connects to the program, then shows the same page as the window. */
import { mount } from 'svelte';
import { Desk } from './desk.svelte';
import ServedParts from './ServedParts.svelte';

const desk = new Desk();
window.studio = desk.bridge;
// The page calls the program as soon as it is loaded.
void import('../main');
mount(ServedParts, { target: document.body, props: { desk } });
