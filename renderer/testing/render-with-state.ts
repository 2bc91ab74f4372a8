import { render } from '@testing-library/svelte';
import type { Component } from 'svelte';
import type { AppState } from '../context';
import WithAppState from './WithAppState.svelte';

/** Renders one component as in the page, with `app` as its state. */
export function renderWithState<P extends object>(app: AppState, part: Component<P>, props: P) {
  const anyPart = part as unknown as Component<Record<string, unknown>>;
  return render(WithAppState, { props: { app, part: anyPart, given: props } });
}
