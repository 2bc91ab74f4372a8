import './polyfills';
import '@fontsource-variable/inter/wght.css';
import './styles/tokens.css';
import './styles/elements.css';
import './styles/controls.css';
import './styles/text.css';
import './styles/layout.css';
import { mount, type Component } from 'svelte';
import App from './App.svelte';

/** Shows the page. @param inHeader stands in its header, such as the menu where no window has one */
export async function showPage(inHeader?: Component): Promise<void> {
  const target = document.getElementById('app');
  if (!target) throw new Error('the document has no #app');
  // Charts draw their words once, so the typeface has to be there first. Without it the system's takes its place.
  await document.fonts.load('14px "Inter Variable"').catch(() => {});
  mount(App, { target, props: { inHeader } });
}
