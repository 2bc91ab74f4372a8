/**
 * How much the program takes of what comes from outside: files, pictures, messages. Anything larger is refused before
 * memory is given to it. The main process of the oldest Electron loads this file.
 */

/** More than any file of the program's own formats, or any weights to import. */
export const mostFileBytes = 2 ** 31;

/** Far more than a run.json takes, which names every image of its run. */
export const mostJsonBytes = 2 ** 28;
/**
 * Numbers, texts, lists and objects in a JSON text. A run.json of 2.7 million images has as many. Objects take up to a
 * hundred times the memory of their text, so that the limit of bytes alone would not protect a process.
 */
export const mostJsonValues = 2 ** 23;
/** Far more than a lock needs to name a process. */
export const mostLockBytes = 2 ** 16;
/** Far more than a pointer needs to name a step. */
export const mostPointerBytes = 1024;
/** Far more than lists of folders, and of runs that move, take. */
export const mostPreferencesBytes = 2 ** 23;
/** A line of metrics.jsonl has 267 bytes on average. */
export const mostLineBytes = 2 ** 16;
/** Characters of a name or note that a person typed, or of a path; the longest paths of Linux. */
export const mostWords = 4096;

/** More than any run or model takes, yet small enough for memory. */
export const mostUnpackedBytes = 1e9;
/** The most entries that the ZIP format can count without the ZIP64 extension. */
export const mostZipEntries = 65_534;
/** Of a whole archive: its unpacked files, packed badly, and a kilobyte about each. */
export const mostZipBytes = 1.1 * mostUnpackedBytes + 1024 * mostZipEntries;

/** Far more than a pickle's list of tensors takes, at some hundred bytes each. */
export const mostPickleBytes = 2 ** 24;
/** How deeply tuples and dictionaries of a pickle may be nested. */
export const mostPickleLevels = 64;
/** How many tuples and dictionaries a pickle may have: six for each of 170,000 tensors. One byte makes one. */
export const mostPickleContainers = 2 ** 20;
/** How many arguments a call in a pickle may have. */
export const mostPickleArguments = 16;
/** The axes of a tensor; the limit that PyTorch sets. */
export const mostAxes = 64;
/** Far more weights than any network has, yet few enough for the decoded numbers to fit into memory. */
export const mostTorchValues = 2.5e8;
/** The limit that the format sets. */
export const mostSafetensorsHeaderBytes = 1e8;

/**
 * A picture with the most pixels, uncompressed, in four channels of 16 bits. A larger file is a mistake or an attack.
 * The files that are read at the same time have as many bytes together.
 */
export const mostImageBytes = 2 ** 29;
/**
 * Pixels of a picture by the reading rules: 8192 x 8192. Runs of 0.1.0 may have been trained on larger ones than are
 * accepted now. The pictures that are decoded at the same time have as many pixels together; the larger ones are decoded
 * alone.
 */
export const mostImagePixels = { 1: 2 ** 28, 2: 2 ** 26 } as const;
/**
 * Pixels of a PNG that the program wrote itself: the largest picture that it exports, 256 x 256 at a scale of 64, and
 * more than any sheet of a gallery.
 */
export const mostPngPixels = 2 ** 28;
/** Red, green, blue, opacity and one more, or CMYK and opacity. */
export const mostImageChannels = 5;
/** Values of a TIFF tag: more channels than any picture has. */
export const mostTiffValues = 256;
/** More than any picture within the other limits takes to decode, even on a slow machine. */
export const mostDecodingSeconds = 120;
/** Bytes of a sheet of samples that the page shows: more than any that the program writes. */
export const mostSampleBytes = 2 ** 26;
/** Pixels of such a sheet, and of its longer side. */
export const mostSamplePixels = 2 ** 26;
export const mostSampleSide = 2 ** 14;
/** Pixels of a sheet, and of its parts, that a text of the sheet may name. */
export const mostSheetSide = 2 ** 24;

/**
 * Bytes of a message between the main process and a job: the weights of the largest network that can be imported, or
 * 5,000 pictures of 256 x 256 in colour.
 */
export const mostMessageBytes = 2 ** 30;
/** Files and classes of a data folder that a person may leave out. */
export const mostExcluded = 100_000;
/** Pictures of a drawing that a file names, and of one on the command line. */
export const mostPictures = 2 ** 20;
export const mostPicturesOfCommand = 100_000;
/** Pictures of each row of a gallery, and rows, in the window. */
export const mostPicturesOfRow = 1024;
export const mostRows = 32;

/** Bytes of a message from the page in a browser to the program: a picture or a chart that a person dropped or pasted. */
export const mostPageMessageBytes = 2 ** 27;
/** Bytes of a file that a person drops on the page in a browser. */
export const mostDroppedBytes = 2 ** 26;
/** Bytes of messages that wait for a page whose connection was lost; more, and the page begins anew. */
export const mostWaitingBytes = 2 ** 28;
/** Connections of browsers at the same time; one page needs seven. */
export const mostConnections = 64;
/** Entries of a folder that the folder view shows, and of other lists that the page in a browser gets. */
export const mostListed = 10_000;
/** Files that wait to be downloaded by a browser. */
export const mostDownloads = 16;
