import type { NoCard } from '../reports';

const systems: Record<string, string> = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' };

/** Why no graphics card trains, as a sentence. */
export function cardText(why: NoCard): string {
  switch (why.reason) {
    case 'system': {
      const [platform = '', arch] = why.system.split(' ');
      return `TensorFlow trains on cards on Linux x64 only; this is ${systems[platform] ?? platform} ${arch}.`;
    }
    case 'hidden':
      return `CUDA_VISIBLE_DEVICES is ${why.devices || 'empty'}, which hides all cards.`;
    case 'no-driver':
      return 'No card is used: there is no NVIDIA driver (no command nvidia-smi). Cards of other makers are not used.';
    case 'no-card':
      return `The NVIDIA driver reports no card: ${why.answer.replace(/\.$/, '')}.`;
    case 'old-driver':
      return `${why.card} needs a newer driver: ${why.driver} is installed, TensorFlow needs ${why.oldest} or newer.`;
    case 'old-card':
      return `${why.card} is too old for TensorFlow: its compute capability is ${why.capability}, and ${why.oldest} is needed.`;
    case 'processor-only':
      return `${why.card} could train, but the installed TensorFlow is for processors only. npm start in the program's source fetches the one for cards.`;
    case 'not-usable':
      return `${why.card} is there, but TensorFlow cannot use it. The log may say why.`;
  }
}
