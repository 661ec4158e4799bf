/**
 * MQTT.js as a generator, to have something to be measured against: keeps so many messages under way, each counted
 * by its own callback, or by its delivery when it subscribes too. Says what it reached over the measured time as
 * JSON: messages per second, and its own CPU time for each.
 *
 * Usage: mqttjs-flood.mjs URL SECONDS QOS WINDOW publish|deliver
 */
import mqtt from 'mqtt';

const [url, seconds, qosText, windowText, mode] = process.argv.slice(2);
const qos = Number(qosText);
const window = Number(windowText);
const topic = 'assay/mqttjs';
const payload = Buffer.alloc(64, 'x');
const warmupMillis = 1000;

const client = await mqtt.connectAsync(url, { protocolVersion: 4, reconnectPeriod: 0 });
const delivers = mode === 'deliver';
let done = 0;
let underWay = 0;
let running = true;

function onDone() {
  done += 1;
  underWay -= 1;
  // In bursts: MQTT.js joins the writes of one tick, and is at its best so.
  if (underWay <= window / 2) fill();
}

function fill() {
  while (running && underWay < window) {
    underWay += 1;
    client.publish(topic, payload, { qos }, delivers ? undefined : onDone);
  }
}

if (delivers) {
  const subscriber = await mqtt.connectAsync(url, { protocolVersion: 4, reconnectPeriod: 0 });
  await subscriber.subscribeAsync(topic, { qos });
  subscriber.on('message', onDone);
}
fill();

setTimeout(() => {
  const from = { done, at: performance.now(), cpu: process.cpuUsage() };
  setTimeout(() => {
    const counted = done - from.done;
    const elapsedSeconds = (performance.now() - from.at) / 1000;
    const { user, system } = process.cpuUsage(from.cpu);
    running = false;
    const result = { perSecond: counted / elapsedSeconds, cpuMicros: (user + system) / counted };
    process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
  }, Number(seconds) * 1000);
}, warmupMillis);
