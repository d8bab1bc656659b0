#!/usr/bin/env node
// Serves the page on this machine only, with the headers that let the core use threads. Nothing but files of one folder.
//   node scripts/serve.mjs FOLDER [--port N] [--no-isolation]
//   N = 0 takes any free port; without --port the first free one from 8080
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createGzip } from 'node:zlib';

const types = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8', '.json': 'application/json', '.svg': 'image/svg+xml', '.wasm': 'application/wasm',
};

function headers(path, isolated) {
  const type = types[extname(path)] ?? 'application/octet-stream';
  const out = { 'content-type': type, 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' };
  // Shared memory, and with it threads, are given only to a page that cannot be reached into from others.
  if (!isolated) return out;
  return {
    ...out,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'same-origin',
  };
}

// The file that a request means, or nothing for one that leaves the folder.
function file_of(root, url) {
  let path;
  try {
    path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    return undefined;
  }
  const file = normalize(join(root, path.endsWith('/') ? `${path}index.html` : path));
  return file.startsWith(root + sep) && !file.includes('\0') ? file : undefined;
}

export function serve(folder, { port = 0, isolated = true } = {}) {
  const root = resolve(folder);
  const server = createServer(async (request, answer) => {
    const file = file_of(root, request.url ?? '/');
    const info = file && await stat(file).catch(() => undefined);
    if (!info?.isFile() || !['GET', 'HEAD'].includes(request.method)) {
      answer.writeHead(info?.isFile() ? 405 : 404, { 'content-type': 'text/plain' }).end(info?.isFile() ? 'only GET\n' : 'not found\n');
      return;
    }
    const head = headers(file, isolated);
    const packed = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '') && !['.tflite', '.svg'].includes(extname(file));
    const encoding = packed ? { 'content-encoding': 'gzip', vary: 'accept-encoding' } : { 'content-length': info.size };
    answer.writeHead(200, { ...head, ...encoding });
    if (request.method === 'HEAD') return void answer.end();
    const bytes = createReadStream(file);
    bytes.on('error', () => answer.destroy());
    if (packed) bytes.pipe(createGzip()).pipe(answer);
    else bytes.pipe(answer);
  });
  return new Promise((done, fail) => {
    server.once('error', fail);
    const close = () => new Promise((closed) => {
      server.close(closed);
      server.closeAllConnections();
    });
    server.listen(port, '127.0.0.1', () => done({ url: `http://localhost:${server.address().port}/`, close }));
  });
}

async function main([folder, ...options]) {
  const wanted = options.includes('--port') ? Number(options[options.indexOf('--port') + 1]) : undefined;
  if (!folder || (wanted !== undefined && !(wanted >= 0 && wanted < 65536))) {
    console.error('usage: node scripts/serve.mjs FOLDER [--port N] [--no-isolation]');
    process.exit(2);
  }
  const isolated = !options.includes('--no-isolation');
  for (const port of wanted !== undefined ? [wanted] : [8080, 8081, 8082, 8083, 0]) {
    try {
      const { url } = await serve(folder, { port, isolated });
      console.log(`The page: ${url}   (Ctrl-C ends)`);
      return;
    } catch (error) {
      if (error.code === 'EADDRINUSE' && wanted === undefined) continue;
      console.error(`cannot serve on port ${port}: ${error.message}`);
      process.exit(1);
    }
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(resolve(process.argv[1])).href) await main(process.argv.slice(2));
