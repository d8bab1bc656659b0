// Serves a folder on this machine only, with the headers that let the page use threads.
//   node scripts/serve.mjs FOLDER [--port N]     N = 0 takes any free port; without --port the first free one from 8080
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

const types = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css',
  '.json': 'application/json', '.webmanifest': 'application/manifest+json', '.wasm': 'application/wasm', '.svg': 'image/svg+xml',
  '.png': 'image/png', '.ico': 'image/x-icon', '.txt': 'text/plain; charset=utf-8',
};

// The file that a request asks for, or nothing when it leaves the folder or is not there.
function find(root, url) {
  let path;
  try {
    path = join(root, normalize(decodeURIComponent(new URL(url, 'http://localhost').pathname)));
  } catch {
    return undefined;
  }
  if (path !== root && !path.startsWith(root + sep)) return undefined;
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) path = join(path, 'index.html');
  const info = statSync(path, { throwIfNoEntry: false });
  return info?.isFile() ? { path, size: info.size } : undefined;
}

export function serve(folder, port, host = '127.0.0.1') {
  const root = normalize(folder).replace(/\/+$/, '');
  const server = createServer((request, response) => {
    const file = request.method === 'GET' || request.method === 'HEAD' ? find(root, request.url) : undefined;
    const headers = {
      'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp',
      'cache-control': 'no-cache', 'x-content-type-options': 'nosniff',
    };
    if (!file) {
      response.writeHead(404, { ...headers, 'content-type': 'text/plain' }).end('not found\n');
      return;
    }
    headers['content-type'] = types[extname(file.path)] ?? 'application/octet-stream';
    headers['content-length'] = file.size;
    response.writeHead(200, headers);
    if (request.method === 'HEAD') response.end();
    else createReadStream(file.path).on('error', () => response.destroy()).pipe(response);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve({ address: `http://localhost:${server.address().port}/`, close: () => server.close() }));
  });
}

async function main(folder, ...options) {
  const at = options.indexOf('--port');
  const wanted = at >= 0 ? Number(options[at + 1]) : undefined;
  if (!folder || (wanted !== undefined && !(wanted >= 0 && wanted < 65536))) {
    console.error('usage: node serve.mjs FOLDER [--port N]');
    process.exit(2);
  }
  for (const port of wanted !== undefined ? [wanted] : [8080, 8081, 8082, 8083, 0]) {
    try {
      const { address } = await serve(folder, port);
      console.log(`The page: ${address}   (Ctrl-C ends)`);
      return;
    } catch (error) {
      if (error.code !== 'EADDRINUSE' || wanted !== undefined) {
        console.error(`cannot serve on port ${port}: ${error.message}`);
        process.exit(1);
      }
    }
  }
}

if (process.argv[1] && import.meta.url.endsWith('/' + process.argv[1].split(sep).pop())) await main(...process.argv.slice(2));
