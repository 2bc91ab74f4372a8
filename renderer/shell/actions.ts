import type { MenuActionName } from '../../electron/desktop/menu-actions';
import type { PageState } from '../page-state';
import type { Guide } from './guide.svelte';
import { plannedRun } from '../planned-run';
import type { Route } from './router.svelte';

export interface Action {
  act(): unknown;
  /** Whether it would do something now; left out where it always would. */
  isPossible?(): boolean;
}

/** What the actions use besides the state of the pages. */
export interface Shell extends PageState {
  guide: Guide;
  commands: {
    /** The dialog on show that belongs to no page. */
    dialog: 'palette' | 'shortcuts' | 'log' | 'about' | null;
    chooseExport(): Promise<void>;
  };
}

type Actions<N extends MenuActionName> = Record<N, Action>;

/** What each action of the menu does in the page. */
export function actionsOf(app: Shell): Actions<MenuActionName> {
  const { commands, guide, preferences, router } = app;
  const goTo = (route: Route) => ({ act: () => router.go(route) });
  return {
    ...fileActions(app),
    ...editActions(app),
    ...trainingActions(app),
    ...workActions(app),
    settings: goTo('settings'),
    'go-data': goTo('data'),
    'go-train': goTo('train'),
    'go-inspect': goTo('inspect'),
    'go-gallery': goTo('gallery'),
    'go-runs': goTo('runs'),
    'theme-system': { act: () => preferences.change({ theme: 'system' }) },
    'theme-light': { act: () => preferences.change({ theme: 'light' }) },
    'theme-dark': { act: () => preferences.change({ theme: 'dark' }) },
    guide: { act: () => guide.begin() },
    palette: { act: () => (commands.dialog = 'palette') },
    shortcuts: { act: () => (commands.dialog = 'shortcuts') },
    log: { act: () => (commands.dialog = 'log') },
    about: { act: () => (commands.dialog = 'about') },
  };
}

/** Acts on the page that shows the result. */
function on(app: Shell, route: Route, act: () => unknown): () => unknown {
  return () => {
    app.router.go(route);
    return act();
  };
}

type FileAction =
  | 'choose-folder'
  | 'use-examples'
  | 'import'
  | 'import-model'
  | 'export'
  | 'export-model'
  | 'check-exported'
  | 'show-run-folder';

function fileActions(app: Shell): Actions<FileAction> {
  const { commands, dataset, gallery, router, runs } = app;
  const canMove = () => !runs.moving.busy;
  const current = () => runs.current;
  /** The gallery on show goes before the run that the pages show. */
  const hasGallery = () => router.route === 'gallery' && gallery.opened !== null;
  /** Does this with the current run; its result is on the Runs page. */
  const withRun = (act: (id: string) => unknown) => on(app, 'runs', () => act(current()?.id ?? ''));
  const exportRun = withRun((id) => runs.exportRun(id));
  return {
    'choose-folder': { act: on(app, 'data', () => dataset.choose()) },
    'use-examples': { act: on(app, 'data', () => dataset.useExamples()) },
    import: { act: on(app, 'runs', () => runs.importRun()), isPossible: canMove },
    'import-model': { act: on(app, 'runs', () => runs.chooseModel()), isPossible: canMove },
    export: {
      act: () => (hasGallery() ? gallery.export() : exportRun()),
      isPossible: () => (hasGallery() ? !gallery.exporting.busy : current() !== null && canMove()),
    },
    'export-model': {
      act: withRun((id) => runs.exportModel(id)),
      isPossible: () => (current()?.hasCheckpoint ?? false) && canMove(),
    },
    'check-exported': {
      act: on(app, 'gallery', () => commands.chooseExport()),
      isPossible: () => !gallery.exportCheck.reading.busy,
    },
    'show-run-folder': {
      act: () => runs.reveal(current()?.id ?? ''),
      isPossible: () => current() !== null,
    },
  };
}

function editActions(app: Shell): Actions<'undo' | 'redo' | 'find-pictures'> {
  const { gallery, inspection, router } = app;
  /** The picture on show that strokes are made on. */
  const strokes = () => {
    if (router.route === 'inspect' && inspection.view === 'pixel') return inspection;
    const { completion } = gallery.form;
    return router.route === 'gallery' && completion.on ? completion : null;
  };
  return {
    // A text field takes them too.
    undo: { act: () => strokes()?.undo(1) },
    redo: { act: () => strokes()?.redo() },
    'find-pictures': { act: on(app, 'gallery', () => gallery.finder.open()) },
  };
}

type TrainingAction = 'start' | 'pause-or-resume' | 'sample-now' | 'stop' | 'stop-after-epoch';

function trainingActions(app: Shell): Actions<TrainingAction> {
  const { dataset, runForm, runs, training } = app;
  const phase = () => training.state.phase;
  /** Whether the training takes commands for after its current step. */
  const steers = () => ['running', 'pausing', 'paused'].includes(phase());
  /** The run on show that ended early. */
  const unfinished = () => {
    const run = runs.find(training.shown?.id ?? null);
    return run && !training.active && training.canResume(run) ? run : null;
  };
  return {
    /** Starts a training with the form. The Train page says what is missing. */
    start: {
      act: on(app, 'train', () => {
        const plan = plannedRun(app);
        if (training.active || plan.missing !== null) return;
        return training.start(plan.folder, plan.settings, runForm.preset, dataset.excluded);
      }),
      isPossible: () => !training.active,
    },
    'pause-or-resume': {
      act: () => {
        const run = unfinished();
        if (run) return on(app, 'train', () => training.resume(run.id))();
        return phase() === 'running' || phase() === 'starting' ? training.pause() : training.continue();
      },
      isPossible: () => unfinished() !== null || (training.active && phase() !== 'stopping'),
    },
    'sample-now': {
      act: () => training.sampleNow(),
      isPossible: () => steers() && !training.samplesRequested,
    },
    stop: { act: () => training.stop(), isPossible: () => training.active && phase() !== 'stopping' },
    'stop-after-epoch': {
      act: () => training.stopAfterEpoch(!training.state.endsWithEpoch),
      isPossible: steers,
    },
  };
}

function workActions(app: Shell): Actions<'generate' | 'compare-runs' | 'cancel'> {
  const { comparison, gallery, runs, work } = app;
  return {
    generate: {
      act: on(app, 'gallery', async () => {
        await gallery.openRun(runs.current);
        await gallery.generate();
      }),
      isPossible: () => (runs.current?.hasCheckpoint ?? false) && !gallery.drawing.busy,
    },
    'compare-runs': {
      act: on(app, 'runs', () => comparison.begin()),
      isPossible: () => comparison.marked.length > 1 && comparison.views === null,
    },
    cancel: { act: () => work.cancel(), isPossible: () => work.isCancellable },
  };
}
