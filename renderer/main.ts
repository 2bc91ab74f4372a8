import './polyfills';
import './styles/tokens.css';
import './styles/elements.css';
import './styles/controls.css';
import './styles/text.css';
import './styles/layout.css';
import { mount } from 'svelte';
import App from './App.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');
mount(App, { target });
