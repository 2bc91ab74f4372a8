import './node-version.mjs';
import url from 'node:url';
import { build } from './build.mjs';
import { packages } from './packages.mjs';
import { inRoot } from './places.mjs';
import { setUp } from './steps.mjs';
import { tensorflow } from './tensorflow.mjs';

// `npm run cli`, `npm run bench`, `npm run digits`, `npm run soak`: sets up what is missing, without Electron, and runs
// the program of that name (model/cli.ts, the others in model/bench/) with the arguments that follow.
await setUp([packages, ...tensorflow, build]);

await import(url.pathToFileURL(inRoot('dist/job/engine.mjs')).href);
