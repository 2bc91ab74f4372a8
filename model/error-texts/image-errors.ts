import type { ErrorTexts } from './error-text';
import { named, sentence } from './phrases';

/** The words of errors in images and their classes. */
export const imageErrors = {
  'folder-unreachable': ({ folder, reason }) => ({
    title: `The folder ${folder} cannot be opened.`,
    cause: sentence(reason),
    remedy: 'Check that it exists and that you may read it.',
  }),
  'folder-without-images': ({ folder, skipped }) => ({
    title: `The folder ${folder} holds no usable images.`,
    cause: skipped ? `All ${skipped} files in it were skipped.` : 'It holds no files.',
    remedy:
      'Choose a folder with PNG, JPEG, WebP, GIF, BMP, TIFF or AVIF pictures at least as large as the size setting.',
  }),
  'too-few-images': ({ folder, images, needed }) => ({
    title: `${folder} holds ${images} usable images, and ${needed} are needed.`,
    cause: 'The validation share takes some of them, and at least one must remain for training.',
    remedy: 'Add images, or lower the validation share.',
  }),
  'image-unreadable': ({ file, reason }) => ({
    title: `The picture ${file} cannot be read.`,
    cause: sentence(reason),
    remedy: 'Open it in an image program to see whether it is damaged, or choose another.',
  }),
  'too-few-classes': ({ folder, classes }) => ({
    title: `The images in ${folder} are in fewer than two classes.`,
    cause: classes.length
      ? `All of them are in ${classes.join(', ')}.`
      : 'A class is a subfolder, and there is none.',
    remedy: 'Put the images of each class into a subfolder of their own, or set classes to ignored.',
  }),
  'class-unknown': ({ className, known }) => ({
    title: className ? `The network has no class “${className}”.` : 'The images have no class.',
    cause: known.length
      ? `The network was trained on ${known.join(', ')}.`
      : 'The network was trained without classes.',
    remedy: 'Name one of its classes, or leave the class out.',
  }),
  'images-unknown': (_, audience) => ({
    title: 'The folder of this run’s images is unknown.',
    cause: 'The run was imported, and its images remained on the machine that trained it.',
    remedy:
      audience === 'terminal'
        ? 'Name their folder with --data.'
        : 'Copy them to this machine and resume the run, which then asks for their folder.',
  }),
  'data-changed': ({ folder, missing, added, changed }, audience) => ({
    title: `The images in ${folder} are not those this run was trained on.`,
    cause: sentence(
      [named('missing', missing), named('new', added), named('changed', changed)].filter(Boolean).join('; '),
    ),
    remedy:
      audience === 'terminal'
        ? 'Put them back, name the folder they moved to (--data), or accept the change (--accept-changed-data).'
        : 'Put them back, or choose “Duplicate with changes” on the Runs page to train on the images as they are now.',
  }),
} satisfies Partial<ErrorTexts>;
