// Every entry imports this first, so that an old Node ends with a sentence instead of a syntax error. It runs on Node
// 14 and newer, as must every module that an entry imports (hence default imports of Node's modules, which work in
// every version).
const [major, minor] = process.versions.node.split('.').map(Number);
const enough =
  Number(major) > 22 || (major === 22 && Number(minor) >= 12) || (major === 20 && Number(minor) >= 19);

if (!enough) {
  console.error(
    `PixelCNN Studio needs Node 20.19 or newer (of Node 22, 22.12 or newer); this is Node ${process.versions.node}.\n` +
      'Get a current one from https://nodejs.org or with your version manager (nvm install 22), then try again.',
  );
  process.exit(1);
}
