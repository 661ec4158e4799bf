/**
 * Fetches the status each second while somebody looks. What clients chose gets onto the page as text alone, never as
 * markup, with the characters that would hide or reorder others made visible.
 */
export const script = `
'use strict';
(() => {
  const byId = (id) => document.getElementById(id);
  const history = [];
  const kept = 120;
  let before;
  let timer;

  const visible = (text) =>
    String(text).replace(/[\\p{C}\\p{Zl}\\p{Zp}]/gu, (c) => '\\\\u{' + c.codePointAt(0).toString(16) + '}');
  const whole = new Intl.NumberFormat('en');
  const short = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });
  const amount = (n) => (n < 100000 ? whole.format(n < 100 ? Math.round(n * 10) / 10 : Math.round(n)) : short.format(n));
  const duration = (millis) => {
    const s = Math.max(0, Math.floor(millis / 1000));
    if (s < 60) return s + ' s';
    if (s < 3600) return Math.floor(s / 60) + ' min ' + (s % 60) + ' s';
    if (s < 86400) return Math.floor(s / 3600) + ' h ' + Math.floor((s % 3600) / 60) + ' min';
    return Math.floor(s / 86400) + ' d ' + Math.floor((s % 86400) / 3600) + ' h';
  };
  const show = (id, text) => {
    const element = byId(id);
    if (element.textContent !== text) element.textContent = text;
  };

  const column = (name) => ({ name, cssClass: '' });
  const numbers = (name) => ({ name, cssClass: 'number' });
  const clientColumns = [
    column('Client Identifier'), column('User Name'), column('Address'), column('Version'),
    numbers('Connected for'), numbers('In'), numbers('Out'), numbers('Queued'),
  ];
  const topicColumns = [column('Topic Name'), numbers('Messages /s')];

  function cell({ name, cssClass }, value) {
    const td = document.createElement('td');
    // Keeps a name that is written from right to left within its cell.
    const text = document.createElement('bdi');
    text.textContent = visible(value);
    td.dataset.name = name;
    td.title = text.textContent;
    td.className = cssClass;
    td.append(text);
    return td;
  }

  function nothing(columns, sentence) {
    const td = document.createElement('td');
    td.colSpan = columns.length;
    td.className = 'nothing';
    td.textContent = sentence;
    return [td];
  }

  function fill(id, columns, rows, sentence) {
    const cells = rows.map((row) => row.map((value, index) => cell(columns[index], value)));
    if (cells.length === 0) cells.push(nothing(columns, sentence));
    byId(id).replaceChildren(...cells.map((of) => {
      const tr = document.createElement('tr');
      tr.append(...of);
      return tr;
    }));
  }

  function chart() {
    const top = Math.max(1, ...history.flatMap(({ received, sent }) => [received, sent]));
    const line = (name, cssClass) => {
      const points = history.map((at, index) =>
        (600 - (history.length - 1 - index) * 600 / (kept - 1)).toFixed(1) + ',' + (98 - at[name] / top * 96).toFixed(1));
      const polyline = document.createElementNS('http://www.w3.org/2000/svg', 'polyline');
      polyline.setAttribute('points', points.join(' '));
      polyline.setAttribute('class', cssClass);
      return polyline;
    };
    byId('chart').replaceChildren(line('received', 'in'), line('sent', 'out'));
    show('chart-top', amount(top) + ' /s');
  }

  function rates({ atMillis, counters }) {
    if (before !== undefined && atMillis > before.atMillis) {
      const seconds = (atMillis - before.atMillis) / 1000;
      const rate = (name) => Math.max(0, (counters[name] - before.counters[name]) / seconds);
      const received = rate('messagesReceived') + rate('messagesPublishedLocally');
      const sent = rate('messagesSent');
      show('in', amount(received));
      show('out', amount(sent));
      show('bytes-in', amount(rate('bytesReceived')));
      show('bytes-out', amount(rate('bytesSent')));
      history.push({ received, sent });
      if (history.length > kept) history.shift();
      chart();
    }
    before = { atMillis, counters };
  }

  function render(status) {
    const { gauges, counters, health, clients, topics } = status;
    show('version', visible(status.version));
    show('connections', amount(gauges.connections));
    show('stored', amount(gauges.sessionsStored));
    show('subscriptions', amount(gauges.subscriptions));
    show('queued', amount(gauges.queuedMessages));
    show('retained', amount(gauges.retainedMessages));
    show('dropped', amount(counters.messagesDropped));
    show('delay', (status.loopDelay.p99Seconds * 1000).toFixed(1) + ' ms');
    show('clients-note', gauges.sessionsConnected > clients.length
      ? 'the ' + clients.length + ' with most waiting, then the busiest, of ' + amount(gauges.sessionsConnected) : '');
    fill('clients', clientColumns, clients.map((client) => [
      client.clientIdentifier, client.userName ?? '', client.address, client.protocolVersion,
      duration(status.atMillis - client.connectedAtMillis),
      amount(client.messagesReceived), amount(client.messagesSent), amount(client.queuedMessages),
    ]), 'No client is connected.');
    fill('topics', topicColumns, topics.map((topic) => [topic.topicName, amount(topic.messagesPerSecond)]),
      'No message came in.');
    rates(status);
    const serving = health.kind === 'serving';
    byId('state').className = serving ? 'good' : 'bad';
    show('state', serving ? '● serving' : '▲ ' + health.kind + (health.reason ? ': ' + health.reason : ''));
  }

  async function refresh() {
    clearTimeout(timer);
    if (document.hidden) return;
    try {
      const response = await fetch('status.json', { cache: 'no-store', signal: AbortSignal.timeout(5000) });
      const status = await response.json();
      if (!response.ok) throw new Error(status.error);
      render(status);
    } catch (error) {
      byId('state').className = 'bad';
      show('state', '▲ no answer: ' + error.message);
    }
    clearTimeout(timer);
    timer = setTimeout(refresh, 1000);
  }

  document.addEventListener('visibilitychange', refresh);
  refresh();
})();
`;
