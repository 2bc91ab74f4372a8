import type { ErrorData } from './errors';

/** What a person reads about an error: what happened, why, and what to do. */
export interface ErrorText {
  title: string;
  cause: string;
  remedy: string;
}

/** Where the words are read: only a terminal can do something with a flag, only the window has buttons. */
export type Audience = 'window' | 'terminal';

/** The one place where errors get words; window and command line both use it. */
export function errorText(error: ErrorData, audience: Audience): ErrorText {
  switch (error.code) {
    case 'settings-invalid': {
      const list = error.facts.problems.map(
        ({ setting, value, expected }) =>
          `The setting ${setting} is ${shown(value)} but must be ${expected}.`,
      );
      return text('Some settings cannot be used.', list.join(' '), 'Correct them and try again.');
    }
    case 'preset-unknown':
      return text(
        `There is no preset named “${error.facts.preset}”.`,
        `The presets are ${error.facts.known.join(', ')}.`,
        'Name one of them.',
      );
    case 'argument-unknown':
      return text(
        `“${error.facts.argument}” is not known here.`,
        `Known are ${error.facts.known.join(', ')}.`,
        'Run it with --help to see what they mean.',
      );
    case 'argument-missing':
      return text(
        `${error.facts.argument} is missing.`,
        'The command cannot work without it.',
        'Run the command with --help to see what it takes.',
      );
    case 'argument-invalid':
      return text(
        `${error.facts.argument} cannot be ${shown(error.facts.value)}.`,
        `It must be ${error.facts.expected}.`,
        'Correct it and try again.',
      );
    case 'folder-unreachable':
      return text(
        `The folder ${error.facts.folder} cannot be opened.`,
        sentence(error.facts.reason),
        'Check that it exists and that you may read it.',
      );
    case 'folder-without-images':
      return text(
        `The folder ${error.facts.folder} holds no usable image.`,
        error.facts.skipped ? `All ${error.facts.skipped} files in it were skipped.` : 'It holds no files.',
        'Choose a folder with PNG, JPEG, WebP, GIF, BMP, TIFF or AVIF pictures at least as large as the size setting.',
      );
    case 'too-few-images':
      return text(
        `${error.facts.folder} holds ${error.facts.images} usable images, and ${error.facts.needed} are needed.`,
        'The validation share takes some away, and at least one must stay for training.',
        'Add images, or lower the validation share.',
      );
    case 'image-unreadable':
      return text(
        `The picture ${error.facts.file} cannot be read.`,
        sentence(error.facts.reason),
        'Open it in an image program to see whether it is damaged, or choose another.',
      );
    case 'file-unreadable':
      return text(
        `The file ${error.facts.file} cannot be read.`,
        sentence(error.facts.reason),
        'Check that it exists and that you may read it.',
      );
    case 'file-damaged':
      return text(
        `The file ${error.facts.file} is damaged.`,
        sentence(error.facts.reason),
        'Restore it from a backup, or make it again.',
      );
    case 'file-newer':
      return text(
        `${error.facts.file} was made by a newer version of the program.`,
        'This version does not know its format.',
        'Update PixelCNN Studio and open it again.',
      );
    case 'preferences-damaged':
      return text(
        'Some preferences could not be read, and are as they were at first.',
        `The old file is kept: ${error.facts.file}. ${sentence(error.facts.reason)}`,
        'Look through the settings, above all where your runs are.',
      );
    case 'file-unwritable':
      return text(
        `The file ${error.facts.file} cannot be written.`,
        sentence(error.facts.reason),
        'Check that the folder exists, that you may write there, and that there is room.',
      );
    case 'file-exists':
      return text(
        `The file ${error.facts.file} already exists.`,
        'It is not replaced unless you ask for it.',
        audience === 'terminal' ? 'Name another file, or add --overwrite.' : 'Choose another name.',
      );
    case 'file-foreign':
      return text(
        `${error.facts.file} was not made by this run.`,
        "The run would write its own file there, and it never replaces somebody else's.",
        'Move the file elsewhere, then resume the run.',
      );
    case 'folder-gone':
      return text(
        `The folder ${error.facts.folder} is gone.`,
        `${error.facts.file} could not be written. The folder was moved, renamed or deleted, or its disk was disconnected.`,
        'Put it back and try again.',
      );
    case 'disk-full':
      return text(
        'There is not enough room on the disk.',
        `${error.facts.folder} has ${megabytes(error.facts.freeBytes)} free; ${megabytes(error.facts.neededBytes)} are needed.`,
        'Free some room, or keep fewer checkpoints.',
      );
    case 'out-of-memory':
      return text(
        'These settings need more memory than this machine has free.',
        `About ${megabytes(error.facts.neededBytes)} are needed and ${megabytes(error.facts.availableBytes)} are free.`,
        error.facts.batchThatFits > 0
          ? `Lower the batch size to ${error.facts.batchThatFits}.`
          : 'Lower the size, the filters or the blocks.',
      );
    case 'too-few-classes':
      return text(
        `The images in ${error.facts.folder} lie in fewer than two classes.`,
        error.facts.classes.length
          ? `All of them are in ${error.facts.classes.join(', ')}.`
          : 'A class is a subfolder, and there is none.',
        'Put the images of each class into a subfolder of their own, or set classes to ignored.',
      );
    case 'class-unknown':
      return text(
        error.facts.className
          ? `The network knows no class “${error.facts.className}”.`
          : 'The images are in no class.',
        error.facts.known.length
          ? `The network was trained on ${error.facts.known.join(', ')}.`
          : 'The network was trained without classes.',
        'Name one of its classes, or leave the class out.',
      );
    case 'picture-foreign':
      return text(
        `${error.facts.file} cannot be drawn again.`,
        sentence(error.facts.reason),
        'Use a single picture that this program exported with its settings inside.',
      );
    case 'checkpoint-gone':
      return text(
        'The model that drew this picture is not here any more.',
        `It was step ${error.facts.step} of “${error.facts.model}”, and no run has these weights now.`,
        'Bring the run back from the trash, or train it again: the same seed, data and settings give the same run.',
      );
    case 'mask-unusable':
      return text(
        'This mask cannot be used.',
        sentence(error.facts.reason),
        'Mark the pixels to be drawn on a mask of the size the network sees.',
      );
    case 'run-exists':
      return text(
        `${error.facts.folder} already holds a run.`,
        'A run never overwrites another.',
        'Name another folder, or resume this run.',
      );
    case 'folder-not-empty':
      return text(
        `The folder ${error.facts.folder} already holds something else.`,
        `A new run needs a folder of its own, and this one holds ${error.facts.names.join(', ')}.`,
        'Name a new folder, or an empty one. Nothing was changed.',
      );
    case 'run-missing':
      return text(
        `${error.facts.folder} holds no run.`,
        'It has no run.json.',
        'Check the folder, or train a run there first.',
      );
    case 'run-damaged':
      return text(
        `The run in ${error.facts.folder} is damaged.`,
        `What is wrong is in ${error.facts.file}. ${sentence(error.facts.reason)}`,
        'Restore the file from a backup, or start a new run.',
      );
    case 'run-busy':
      return text(
        `Another run, “${error.facts.run}”, is being trained.`,
        'One run at a time gets the whole machine.',
        'Stop it, or wait for its end.',
      );
    case 'run-training':
      return text(
        'This run is being trained.',
        'Its files change until training ends.',
        'Stop it, or wait for its end, and try again.',
      );
    case 'run-locked':
      return text(
        `Another process is training the run in ${error.facts.folder}.`,
        `It is process ${error.facts.pid} on ${error.facts.host}, since ${timeText(error.facts.since)}.`,
        'Stop it there, or wait until it ends.',
      );
    case 'run-taken-over':
      return text(
        `Another process took over the run in ${error.facts.folder}.`,
        'This one had been silent for too long, as on a computer that sleeps.',
        'Nothing more was written. Resume the run if it is not finished.',
      );
    case 'library-busy':
      return text(
        'The runs cannot move to another folder now.',
        `Something is being trained or drawn, and its files are written to ${error.facts.folder}.`,
        'Stop it, or wait until it has ended.',
      );
    case 'run-too-large': {
      const { folder, bytes, files, mostBytes, mostFiles } = error.facts;
      return text(
        'The run is too large for one file.',
        `It takes ${megabytes(bytes)} in ${files} files, and up to ${megabytes(mostBytes)} in ${mostFiles} go into one.`,
        `Copy its folder instead: ${folder}. In another run library it is a run again.`,
      );
    }
    case 'run-finished':
      return text(
        `The run in ${error.facts.folder} is finished.`,
        `It reached its last step, ${error.facts.step}.`,
        audience === 'terminal'
          ? 'Resume it with a larger number of steps: resume --steps.'
          : 'To train for longer, choose “Duplicate with changes” on the Runs page and give it more steps.',
      );
    case 'checkpoint-missing': {
      const { folder, step, others = [] } = error.facts;
      if (step !== undefined && others.length) {
        return text(
          `The run in ${folder} has no checkpoint of step ${step}.`,
          `It has those of ${stepsOf(others)}.`,
          'Choose one of them.',
        );
      }
      return text(
        `The run in ${folder} has no checkpoint yet.`,
        'It was ended before its first one was saved.',
        'Train it again.',
      );
    }
    case 'checkpoint-damaged': {
      const { step, file, reason, others } = error.facts;
      const flag = audience === 'terminal' ? ' with resume --checkpoint' : '';
      const goBack = `Go back to another checkpoint${flag}: the run has those of ${stepsOf(others)}.`;
      return text(
        `The checkpoint of step ${step} is damaged.`,
        `What is wrong is in ${file}. ${sentence(reason)}`,
        others.length
          ? goBack
          : 'Restore the file from a backup, or train again: the same seed, data and settings give the same run.',
      );
    }
    case 'images-unknown':
      return text(
        'The images of this run are not known here.',
        'It was imported, and its images stayed where it was trained.',
        audience === 'terminal'
          ? 'Name their folder with --data.'
          : 'Copy them to this machine and resume the run: it asks for their folder then.',
      );
    case 'data-changed': {
      const { missing, added, changed } = error.facts;
      return text(
        `The images in ${error.facts.folder} are not those this run was trained on.`,
        sentence(
          [named('missing', missing), named('new', added), named('changed', changed)]
            .filter(Boolean)
            .join('; '),
        ),
        audience === 'terminal'
          ? 'Put them back, name the place they moved to (--data), or accept the change (--accept-changed-data).'
          : 'Put them back, or choose “Duplicate with changes” on the Runs page to train on the images as they are now.',
      );
    }
    case 'not-a-number':
      return text(
        `The loss stopped being a number at step ${error.facts.step}.`,
        'The weights grew without bound; most often the learning rate is too high.',
        error.facts.backAt === null
          ? 'Nothing had been saved before. Start again with a lower learning rate.'
          : `The run went back to its last good checkpoint, step ${error.facts.backAt}. Resuming repeats the ` +
              'same steps and ends the same way: start a new run with a lower learning rate, a warm-up, or clipped gradients.',
      );
    case 'weights-unsupported':
      return text(
        `${error.facts.file} holds no weights that this program can import.`,
        sentence(error.facts.reason),
        'Import weights that this program exported, or the state_dict of the plain PixelCNN, saved with torch.save.',
      );
    case 'weights-not-finite':
      return text(
        'These weights cannot be used.',
        `The tensor ${error.facts.tensor} holds ${error.facts.value}, and a network with it predicts nothing.`,
        'Save them again from a training whose loss is still a number.',
      );
    case 'weights-mismatch':
      return text(
        'The weights do not fit the network.',
        `“${error.facts.tensor}” should be ${error.facts.expected} but is ${error.facts.found}.`,
        'Use weights that were saved with the same settings.',
      );
    case 'pixel-outside':
      return text(
        `There is no pixel at x ${error.facts.x}, y ${error.facts.y}.`,
        `The picture is ${error.facts.width} wide and ${error.facts.height} high, counted from 0 at the top left.`,
        'Choose a pixel inside it.',
      );
    case 'job-died':
      return text(
        `The ${error.facts.job} process ended unexpectedly.`,
        error.facts.output
          ? sentence(`It last said: ${error.facts.output}`)
          : 'It left no message; often the system ended it for want of memory.',
        'What was saved is safe. Try again; with a smaller batch or picture size if it happens again.',
      );
    case 'tensorflow-missing':
      return text(
        'TensorFlow cannot be loaded.',
        sentence(error.facts.reason),
        'Start the program with npm start, which puts back what is missing, or install it again.',
      );
    case 'place-unusable':
      return text(
        error.facts.place ? `${error.facts.place} cannot be used.` : 'A file cannot be read or written.',
        sentence(error.facts.reason),
        'Check that the place exists, that you may use it, and that there is room.',
      );
    case 'temporary-unusable':
      return text(
        `The folder for temporary files, ${error.facts.folder}, cannot be used.`,
        sentence(error.facts.reason),
        'Make it usable, or start the program with another one named in the environment variable TMPDIR (TEMP on Windows).',
      );
    case 'cancelled':
      return text('Cancelled.', 'You asked to end it.', '');
    case 'unexpected':
      return text(
        'Something went wrong that the program did not foresee.',
        sentence(error.facts.message),
        'Try again. If it happens again, report it with the log.',
      );
  }
}

/** The same on one line. */
export function errorLine(error: ErrorData, audience: Audience): string {
  const { title, cause, remedy } = errorText(error, audience);
  return [title, cause, remedy].filter(Boolean).join(' ');
}

/** What happened and why, on one line and without its full stop: the reason of another error. */
export function errorReason(error: ErrorData): string {
  const { title, cause } = errorText(error, 'window');
  return `${title} ${cause}`.replace(/\.$/, '');
}

function text(title: string, cause: string, remedy: string): ErrorText {
  return { title, cause, remedy };
}

/** A reason as a sentence: libraries write theirs as they like. */
function sentence(reason: string): string {
  const trimmed = reason.trim();
  const begun = trimmed.slice(0, 1).toUpperCase() + trimmed.slice(1);
  return /[.!?…]$/.test(begun) ? begun : `${begun}.`;
}

function timeText(milliseconds: number): string {
  return new Date(milliseconds).toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' });
}

function shown(value: unknown): string {
  return typeof value === 'string' ? `“${value}”` : JSON.stringify(value);
}

function megabytes(bytes: number): string {
  return `${Math.max(1, Math.round(bytes / 1e6))} MB`;
}

function stepsOf(steps: number[]): string {
  return `${steps.length > 1 ? 'steps' : 'step'} ${steps.join(', ')}`;
}

function named(what: string, files: string[]): string {
  if (!files.length) return '';
  const more = files.length > 5 ? ` and ${files.length - 5} more` : '';
  return `${what}: ${files.slice(0, 5).join(', ')}${more}`;
}
