/** Calls for the program itself: preferences, the library's folder, menu and log. */
import * as v from 'valibot';
import type { ErrorData } from '../../model/errors';
import type { Device } from '../../model/reports';
import { menuActionNames, type MenuActionName } from '../desktop/menu-actions';
import { text } from '../../model/files/record-parts';
import { call, count, event } from './declare';

export interface Preferences {
  theme: 'system' | 'dark' | 'light';
  /** Existing folders, the latest first. */
  recentFolders: string[];
  /** The number of cores that training and drawing may use; null for all. */
  cores: number | null;
  /** Whether exported pictures contain their provenance by default. */
  exportMetadata: boolean;
  /** Whether the machine stays awake while something is trained or drawn. */
  keepAwake: boolean;
  notifications: boolean;
  /** Whether a person has closed the first steps. */
  guideLeft: boolean;
  /** Whether a person has closed the notice of an old Electron. */
  electronNoticeClosed: boolean;
  /** Multiplications per millisecond of a training step on this machine, as last measured. */
  pace: number | null;
  /** What a person should read: the file was damaged, or a move of the runs was cut off. */
  problem: ErrorData | null;
}

/** The preferences at the first start. */
export const defaultPreferences: Preferences = {
  theme: 'system',
  recentFolders: [],
  cores: null,
  exportMetadata: true,
  keepAwake: true,
  notifications: true,
  guideLeft: false,
  electronNoticeClosed: false,
  pace: null,
  problem: null,
};

export interface About {
  version: string;
  /** The version of Electron; null in a browser. */
  electron: string | null;
  libraryFolder: string;
  /** Whether that folder can be reached. */
  libraryIsThere: boolean;
  logFile: string;
  /** Cores of the machine. */
  cores: number;
  /** Whether Chromium's sandbox confines the page. */
  isSandboxed: boolean;
  /** Whether the system is macOS, which names its keys differently. */
  isMac: boolean;
}

/** A part of the program that others made, and its licence. */
export interface Licence {
  name: string;
  /** Empty if it is not known. */
  version: string;
  /** Its name, such as MIT. */
  licence: string;
  /** Empty if the part brings none. */
  text: string;
}

/** A folder chosen as the library, and the runs in it. */
export interface LibraryChoice {
  /** The chosen folder, or a new one inside it if it holds other things than runs. */
  folder: string;
  /** The number of runs in the chosen folder. */
  runsThere: number;
  /** The number of runs in the current library. */
  runsHere: number;
}

/** A chosen action of the menu; a recent folder includes its path. */
export type MenuChoice = { action: MenuActionName } | { action: 'open-recent'; folder: string };

export const programCalls = {
  readPreferences: call<Preferences>()(),
  writePreferences: call()(
    v.partial(
      v.object({
        theme: v.picklist(['system', 'dark', 'light']),
        cores: v.nullable(v.pipe(count, v.minValue(1))),
        exportMetadata: v.boolean(),
        keepAwake: v.boolean(),
        notifications: v.boolean(),
        guideLeft: v.boolean(),
        electronNoticeClosed: v.boolean(),
        pace: v.nullable(v.pipe(v.number(), v.minValue(0))),
      }),
    ),
  ),
  forgetRecentFolders: call()(),
  about: call<About>()(),
  /** Returns all parts of the program, sorted by name. */
  readLicences: call<Licence[]>()(),
  /** Says which actions would do something now; the menu enables these. */
  offerActions: call()(v.pipe(v.array(v.picklist(menuActionNames)), v.maxLength(menuActionNames.length))),
  /** Returns the device that TensorFlow computes with. */
  readDevice: call<Device>()(),
};

export const libraryFolderCalls = {
  /** Asks for a folder for the runs, without changing the library. */
  chooseLibraryFolder: call<LibraryChoice | null>()(),
  /** Changes the library to a chosen folder; `move` moves the runs too. Refused during a training or a drawing. */
  changeLibraryFolder: call<{ moved: number }>()(v.object({ folder: text, move: v.boolean() })),
  revealLibraryFolder: call()(),
};

export const logCalls = {
  /** Returns the log's last lines. */
  readLog: call<string[]>()(),
  /** Copies details of the program and the machine, and the log's end, to the clipboard. */
  copyDiagnostics: call()(),
  revealLog: call()(),
};

export const programEvents = {
  /** A person chose an action in the menu, or pressed its keys. */
  menuAction: event<MenuChoice>(),
  /** Recent folders or preferences changed outside the page. */
  preferencesChanged: event(),
};
