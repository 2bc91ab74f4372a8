import { clipboard, type NativeImage } from 'electron';

/** The picture on the system's clipboard as a PNG file; empty if there is none. */
export async function clipboardPicture(): Promise<Uint8Array> {
  // Only older versions of Electron have `readImage`.
  const { readImage } = clipboard as { readImage?: () => NativeImage };
  if (readImage) return readImage().toPNG();
  for (const item of await clipboard.read()) {
    if (!item.types.includes('image/png')) continue;
    return new Uint8Array(await (await item.getType('image/png')).arrayBuffer());
  }
  return new Uint8Array();
}
