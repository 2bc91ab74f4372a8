import { createContext } from 'svelte';
import { createPageState, type PageState } from './page-state';
import { Commands } from './shell/commands.svelte';
import { Guide } from './shell/guide.svelte';

/** All state of the page, with what uses several parts of it. */
export interface AppState extends PageState {
  guide: Guide;
  commands: Commands;
}

export function createAppState(): AppState {
  const state = createPageState();
  const guided = { ...state, guide: new Guide(state) };
  return { ...guided, commands: new Commands(guided) };
}

/** `useAppState` returns the state in a component; `provideAppState` passes it to all components below. */
export const [useAppState, provideAppState] = createContext<AppState>();
