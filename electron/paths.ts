/** Where the program's own files lie, run from source or packed. */
import path from 'path';
import { app } from 'electron';

/** dist/, next to this bundle's folder. */
const built = path.join(__dirname, '..');
/** All that the program consists of. */
export const programFolder = path.join(built, '..');
const resources = app.isPackaged ? process.resourcesPath : path.join(built, '../resources');

export const pageFolder = path.join(built, 'renderer');
export const preloadScript = path.join(built, 'main/preload.cjs');
/** A plain Node cannot read an archive: in a package the job lies unpacked beside it. */
export const jobScript = path.join(built, 'job/process.mjs').replace('app.asar', 'app.asar.unpacked');
export const exampleImages = path.join(resources, 'example-images');
export const exampleRun = path.join(resources, 'example-run');
export const icon = path.join(resources, 'icon.png');
/** The folder that may hold a Node for the jobs; only in a package. */
export const packedResources = app.isPackaged ? process.resourcesPath : undefined;

export const trashFolder = () => path.join(app.getPath('userData'), 'trash');
export const dragFolder = () => path.join(app.getPath('userData'), 'dragged pictures');
export const logFile = () => path.join(app.getPath('userData'), 'logs', 'studio.log');
export const preferencesFile = () => path.join(app.getPath('userData'), 'preferences.json');
