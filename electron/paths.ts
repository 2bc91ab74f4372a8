/** The paths of the program's own files, when it runs from source or packed. */
import path from 'path';
import { app } from 'electron';

/** dist/, the parent of this bundle's folder. */
const built = path.join(__dirname, '..');
/** The root of the program. */
export const programFolder = path.join(built, '..');
const resources = app.isPackaged ? process.resourcesPath : path.join(built, '../resources');

export const pageFolder = path.join(built, 'renderer');
export const preloadScript = path.join(built, 'main/preload.cjs');
/** The job's script. In a package it is unpacked beside the archive, which a plain Node cannot read. */
export const jobScript = path.join(built, 'job/process.mjs').replace('app.asar', 'app.asar.unpacked');
export const exampleImages = path.join(resources, 'example-images');
export const exampleRun = path.join(resources, 'example-run');
/** The licences of all that ships with the program. */
export const licencesFile = path.join(built, 'licences.json');
export const icon = path.join(resources, 'icon.png');
/** The folder that may hold a Node for the jobs; only in a package. */
export const packedResources = app.isPackaged ? process.resourcesPath : undefined;

export const trashFolder = () => path.join(app.getPath('userData'), 'trash');
export const dragFolder = () => path.join(app.getPath('userData'), 'dragged pictures');
export const pastedFolder = () => path.join(app.getPath('userData'), 'pasted pictures');
export const logFile = () => path.join(app.getPath('userData'), 'logs', 'studio.log');
export const preferencesFile = () => path.join(app.getPath('userData'), 'preferences.json');
