import './node-version.mjs';
import url from 'node:url';
import { build } from './build.mjs';
import { packages } from './packages.mjs';
import { inRoot } from './places.mjs';
import { setUp } from './steps.mjs';
import { tensorflow } from './tensorflow.mjs';

// `npm run serve -- --port 8080`: sets up what is missing, without Electron, and offers the program to a browser.
await setUp([packages, ...tensorflow, build]);
await import(url.pathToFileURL(inRoot('dist/serve/serve.cjs')).href);
