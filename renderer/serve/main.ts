/** The page in a browser: the same as in a window, with what a window has around it. */
import { mount } from 'svelte';
import { showPage } from '../show-page';
import { desk } from './this-desk';
import MenuButton from './MenuButton.svelte';
import WindowParts from './WindowParts.svelte';

window.studio = desk.bridge;
mount(WindowParts, { target: document.body });
void showPage(MenuButton);
