/** Serves the contract: checks the sender, parses the arguments, and returns a value or an error. */
import { ipcMain, type BrowserWindow, type IpcMainInvokeEvent } from 'electron';
import * as v from 'valibot';
import { StudioError, toErrorData } from '../model/errors';
import { mostWords } from '../model/limits';
import { pick } from '../model/pick';
import { parseSettings, type Settings } from '../model/settings';
import { pictureSettingNames, type PictureSettings } from '../model/settings/data';
import { shown } from '../model/files/json-file';
import { servedCalls, type Answer, type Events, type Handlers } from './api/contract';

/** Registers the handlers with Electron. @param log receives errors without a code */
export function serveCalls(
  handlers: Handlers,
  isPage: (url: string) => boolean,
  log: (text: string) => void,
): void {
  ipcMain.handle('call', (event: IpcMainInvokeEvent, name: unknown, args: unknown) =>
    answerCall(handlers, senderUrl(event), isPage, log, name, args),
  );
}

/** Returns the address of the calling frame, which Electron 9 lacks, and which is null for a closed one today. */
function senderUrl({ sender, senderFrame }: IpcMainInvokeEvent): string {
  return senderFrame === undefined ? sender.getURL() : (senderFrame?.url ?? '');
}

/** Answers one call of the page. */
export async function answerCall(
  handlers: Handlers,
  senderUrl: string,
  isPage: (url: string) => boolean,
  log: (text: string) => void,
  name: unknown,
  args: unknown,
): Promise<Answer<unknown>> {
  try {
    if (!isPage(senderUrl)) throw new Error(`call from a foreign page, ${senderUrl}`);
    if (!isCallName(name)) throw new Error(`there is no call ${shown(name)}`);
    const parsed = v.safeParse(
      v.tuple(servedCalls[name].schemas as readonly [] | readonly [v.GenericSchema]),
      args,
    );
    if (!parsed.success) {
      const [issue] = parsed.issues;
      throw new StudioError('argument-invalid', {
        argument: `The argument ${v.getDotPath(issue) ?? ''} of the call ${name}`.replace('  ', ' '),
        value: typeof issue.input === 'string' ? issue.input.slice(0, mostWords) : shown(issue.input),
        expected: issue.expected ?? issue.message,
      });
    }
    const handler = handlers[name] as (...args: unknown[]) => unknown;
    return { ok: true, value: await handler(...parsed.output) };
  } catch (thrown) {
    const error = toErrorData(thrown);
    if (error.code === 'unexpected') log(error.facts.stack);
    return { ok: false, error };
  }
}

function isCallName(name: unknown): name is keyof Handlers {
  return typeof name === 'string' && Object.prototype.hasOwnProperty.call(servedCalls, name);
}

/** Sends an event to the page. */
export function sendEvent<N extends keyof Events>(
  window: BrowserWindow | undefined,
  name: N,
  payload: Events[N],
): void {
  if (window && !window.isDestroyed()) window.webContents.send(name, payload);
}

/** Parses settings that the page sent. @throws StudioError settings-invalid */
export function requireSettings(input: unknown): Settings {
  const parsed = parseSettings(input);
  if (!parsed.ok) throw new StudioError('settings-invalid', { problems: parsed.problems });
  return parsed.settings;
}

/** Parses settings and returns those of the pictures. @throws StudioError settings-invalid */
export function requirePictureSettings(input: unknown): PictureSettings {
  return pick(requireSettings(input), pictureSettingNames);
}
