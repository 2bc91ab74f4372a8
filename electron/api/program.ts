/** The program around it: preferences, the library's folder, menu, log. */
import * as v from 'valibot';
import type { ErrorData } from '../../model/errors';
import type { Device } from '../../model/reports';
import type { MenuActionName } from '../desktop/menu-actions';
import { text } from '../../model/files/record-parts';
import { call, count, event } from './declare';

export interface Preferences {
  theme: 'system' | 'dark' | 'light';
  /** Those that are there, the latest first. */
  recentFolders: string[];
  /** How many cores training and drawing may use; null for all. */
  cores: number | null;
  /** Whether exported pictures say how they were made, unless a person decides otherwise. */
  exportMetadata: boolean;
  /** Whether the machine stays awake while something is trained or drawn. */
  keepAwake: boolean;
  notifications: boolean;
  /** Whether a person has left the first steps. */
  guideLeft: boolean;
  /** Multiplications of a training step that this machine does in a millisecond, as last measured. */
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
  pace: null,
  problem: null,
};

export interface About {
  version: string;
  electron: string;
  libraryFolder: string;
  /** Whether that folder can be reached. */
  libraryIsThere: boolean;
  logFile: string;
  /** Cores of the machine. */
  cores: number;
  /** Whether Chromium's sandbox confines the page. */
  isSandboxed: boolean;
  /** For how keys are named. */
  isMac: boolean;
}

/** What a chosen folder would mean as the library. */
export interface LibraryChoice {
  /** The chosen folder, or one inside it when it holds other things than runs. */
  folder: string;
  /** Runs that are already there. */
  runsThere: number;
  /** Runs of the library as it is. */
  runsHere: number;
}

/** An action of the menu; one of the recent folders comes with the folder. */
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
        pace: v.nullable(v.pipe(v.number(), v.minValue(0))),
      }),
    ),
  ),
  forgetRecentFolders: call()(),
  about: call<About>()(),
  /** What TensorFlow computes with. */
  readDevice: call<Device>()(),
};

export const libraryFolderCalls = {
  /** Asks for a folder for the runs; changes nothing yet. */
  chooseLibraryFolder: call<LibraryChoice | null>()(),
  /** Uses a folder that was chosen; `move` brings the runs along. Refused during a training or a drawing. */
  changeLibraryFolder: call<{ moved: number }>()(v.object({ folder: text, move: v.boolean() })),
  revealLibraryFolder: call()(),
};

export const logCalls = {
  /** The log's last lines. */
  readLog: call<string[]>()(),
  /** Puts what is known of the program and the machine, and the log's end, on the clipboard. */
  copyDiagnostics: call()(),
  revealLog: call()(),
};

export const programEvents = {
  /** A person chose this in the menu, or pressed its keys. */
  menuAction: event<MenuChoice>(),
  /** Recent folders or preferences changed outside the page. */
  preferencesChanged: event(),
};
