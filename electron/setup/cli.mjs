import './node-version.mjs';
import url from 'node:url';
import { build } from './build.mjs';
import { packages } from './packages.mjs';
import { inRoot } from './places.mjs';
import { setUp } from './steps.mjs';
import { tensorflowEnvironment } from './tensorflow-environment.mjs';
import { tensorflow } from './tensorflow.mjs';

// `npm run cli`: sets up what is missing, without Electron, and becomes the command line (model/cli.ts).
await setUp([packages, ...tensorflow, build]);

Object.assign(process.env, { ...tensorflowEnvironment(), ...process.env });
await import(url.pathToFileURL(inRoot('dist/job/cli.mjs')).href);
