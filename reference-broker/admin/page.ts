import { createHash } from 'node:crypto';
import { script } from './page-script.ts';
import { style } from './page-style.ts';
import type { Reply } from './reply.ts';

const sourceOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Nothing is loaded, run or framed but what stands here, and the status is the only thing that is fetched. */
const policy = [
  "default-src 'none'",
  `script-src ${sourceOf(script)}`,
  `style-src ${sourceOf(style)}`,
  "connect-src 'self'",
  // The empty icon, which keeps browsers from asking for another.
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const figure = (id: string, title: string): string =>
  `<div class="figure"><dt>${title}</dt><dd id="${id}">–</dd></div>`;

const headings = (...titles: readonly string[]): string =>
  titles.map((title) => `<th scope="col">${title}</th>`).join('');

const body = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>MQTT broker</title>
<style>${style}</style>
</head>
<body>
<main>
<header>
<h1>MQTT broker <span id="version"></span></h1>
<p id="state" role="status">Loading…</p>
</header>
<section aria-labelledby="now">
<h2 id="now">Now</h2>
<dl class="figures">
${figure('in', 'Messages in /s')}
${figure('out', 'Messages out /s')}
${figure('bytes-in', 'Bytes in /s')}
${figure('bytes-out', 'Bytes out /s')}
${figure('connections', 'Connections')}
${figure('stored', 'Stored Sessions')}
${figure('subscriptions', 'Subscriptions')}
${figure('queued', 'Queued messages')}
${figure('retained', 'Retained messages')}
${figure('dropped', 'Dropped since start')}
${figure('delay', 'Event loop delay p99')}
</dl>
<figure>
<svg id="chart" viewBox="0 0 600 100" preserveAspectRatio="none" role="img" aria-label="Messages in and out per second, last two minutes"></svg>
<figcaption><span class="key in">in</span> <span class="key out">out</span> messages per second, last two minutes; top of the chart: <span id="chart-top">–</span></figcaption>
</figure>
</section>
<section aria-labelledby="clients-title">
<h2 id="clients-title">Connections <small id="clients-note"></small></h2>
<table>
<thead><tr>${headings('Client Identifier', 'User Name', 'Address', 'Version', 'Connected for', 'In', 'Out', 'Queued')}</tr></thead>
<tbody id="clients"></tbody>
</table>
</section>
<section aria-labelledby="topics-title">
<h2 id="topics-title">Busiest topics <small>last 5 seconds</small></h2>
<table>
<thead><tr>${headings('Topic Name', 'Messages /s')}</tr></thead>
<tbody id="topics"></tbody>
</table>
</section>
</main>
<noscript><p>This page needs JavaScript; /metrics and /status.json say the same without.</p></noscript>
<script>${script}</script>
</body>
</html>
`;

/** `GET /`: the same bytes for everybody; what it shows it fetches. */
export const page: Reply = {
  status: 200,
  contentType: 'text/html; charset=utf-8',
  body,
  headers: { 'content-security-policy': policy },
};
