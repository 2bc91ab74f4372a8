import { render } from '@testing-library/svelte';
import type { Component } from 'svelte';
import type { Rooms } from '../context';
import InRooms from './InRooms.svelte';

/** Renders one component as it stands in the page, with `rooms` as its state. */
export function renderInRooms<P extends object>(rooms: Rooms, part: Component<P>, props: P) {
  const anyPart = part as unknown as Component<Record<string, unknown>>;
  return render(InRooms, { props: { rooms, part: anyPart, given: props } });
}
