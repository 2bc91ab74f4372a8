import './node-version.mjs';
import url from 'node:url';
import { build } from './build.mjs';
import { packages } from './packages.mjs';
import { inRoot } from './places.mjs';
import { setUp } from './steps.mjs';
import { tensorflowEnvironment } from './tensorflow-environment.mjs';
import { tensorflow } from './tensorflow.mjs';

// `npm run digits`: trains the three architectures on digits and writes the README's table (model/bench/digits.ts).
await setUp([packages, ...tensorflow, build]);

Object.assign(process.env, { ...tensorflowEnvironment(), ...process.env });
await import(url.pathToFileURL(inRoot('dist/job/digits.mjs')).href);
