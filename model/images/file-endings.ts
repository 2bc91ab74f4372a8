/** What a file name's extension says about the content. */
import type { ReadingRules } from './reading-rules';

/**
 * Extensions of pictures. A picture may also have no extension, since many collections name files by number or hash.
 */
const pictures = /\.(png|apng|jpe?g|jpe|jfif|webp|gif|bmp|dib|tiff?|avif)$/i;

/**
 * Extensions of other files that are often found beside pictures in large numbers, which need not be opened. Raw
 * photographs and microscope slides begin like TIFF files, but only previews or parts of them could be read.
 */
const others = new Set(
  [
    'txt text md rst rtf log csv tsv tab json jsonl ndjson geojson xml xmp html htm xhtml mhtml css yaml yml toml ini cfg',
    'conf properties srt vtt ass sub lrc caption tags names data dat bib tex eml ics vcf url webloc desktop lnk aae',
    'py pyc pyo ipynb r rmd m mat js mjs cjs ts jsx tsx c h cc cpp hpp cs java class jar go rs rb php pl lua sh bash',
    'bat cmd ps1 sql swift kt scala wasm o a so dll dylib exe msi app bin dmg iso img deb rpm apk',
    'pdf doc docx xls xlsx ppt pptx odt ods odp epub mobi djvu ps eps ai indd svg svgz psd psb xcf kra blend fbx obj stl',
    'ply glb gltf dxf dwg skp ttf otf woff woff2 eot icns',
    'zip tar gz tgz bz2 xz zst 7z rar lz4 lzma cab par2 torrent',
    'mp3 wav flac ogg oga opus m4a aac wma aiff aif mid midi mp4 m4v mov avi mkv webm wmv flv mpg mpeg 3gp mts m2ts vob',
    'lrv thm insv',
    'npy npz pkl pickle joblib h5 hdf5 hdf nc parquet feather arrow avro orc tfrecord tfrecords record lmdb mdb db db3',
    'sqlite sqlite3 idx pt pth ckpt safetensors onnx pb tflite gguf msgpack npmrc lock map sum md5 sha1 sha256 sfv asc sig',
    'dng cr2 cr3 crw nef nrw arw srf sr2 orf rw2 raf pef srw 3fr fff iiq mos mef erf kdc dcr k25 x3f gpr',
    'svs ndpi scn qptiff lsm vms mrxs czi lif nd2 dcm nii',
  ].flatMap((line) => line.split(' ')),
);

/** Whether a file is a picture by its name; `unknown` where only its content can say. */
export function judgeName(name: string, reading: ReadingRules): 'picture' | 'other' | 'unknown' {
  const file = name.slice(name.lastIndexOf('/') + 1);
  const dot = file.lastIndexOf('.');
  if (dot < 0 || pictures.test(file)) return 'picture';
  return reading === 1 || others.has(file.slice(dot + 1).toLowerCase()) ? 'other' : 'unknown';
}
