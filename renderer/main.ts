import './polyfills';
import '@fontsource-variable/inter/wght.css';
import './styles/tokens.css';
import './styles/elements.css';
import './styles/controls.css';
import './styles/text.css';
import './styles/layout.css';
import { mount } from 'svelte';
import App from './App.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');
const show = () => mount(App, { target });
// Charts draw their words once, so the typeface has to be there first. Without it the system's takes its place.
document.fonts.load('14px "Inter Variable"').then(show, show);
