import './styles/base.css';

import { mount } from 'svelte';

import App from './App.svelte';

const contrast = matchMedia('(forced-colors: active), (prefers-contrast: more)');
const showContrast = () => {
  if (contrast.matches) import('./styles/contrast.css').catch(console.error);
};
contrast.addEventListener('change', showContrast);
showContrast();

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no element `app`');
mount(App, { target });
