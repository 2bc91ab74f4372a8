/**
 * Starts a program of the engine by its name, with TensorFlow's environment: `cli`, and from source also `bench`, `digits`
 * and `soak`. The arguments that follow are the program's own.
 */
import { onProcessorOnly, tensorflowEnvironment } from '../setup/tensorflow-environment.mjs';

const [name] = process.argv.splice(2, 1);
const trains = name === 'digits' || (name === 'cli' && /^(train|resume)$/.test(process.argv[2] ?? ''));
Object.assign(process.env, { ...tensorflowEnvironment(), ...process.env }, !trains && onProcessorOnly());
await import(/* @vite-ignore */ new URL(`./${name}.mjs`, import.meta.url).href);
