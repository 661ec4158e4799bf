"""Publishes or subscribes once with Paho Python, as told by the JSON in the first argument."""

import json
import signal
import sys
from urllib.parse import urlsplit

import paho.mqtt.client as mqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

order = json.loads(sys.argv[1])
url = urlsplit(order["door"]["url"])
is_5 = order["version"] == "5.0"
is_kept = order.get("session") == "kept"


def connected(client, userdata, flags, reason, properties=None):
    if reason != 0:
        sys.stderr.write(f"refused: {reason}\n")
        client.disconnect()
    elif "topicFilter" in order:
        client.subscribe(order["topicFilter"], qos=2)
    else:
        message = order["message"]
        client.publish(message["topic"], message["payload"], message["qos"], message.get("retain", False))


def leave(*_):
    global is_leaving
    is_leaving = True


def heard(client, userdata, message):
    print(message.qos, int(message.retain), message.payload.decode(), flush=True)


def published(client, userdata, packet_identifier):
    client.done = True
    client.disconnect()


client = mqtt.Client(
    client_id=order.get("clientIdentifier", ""),
    clean_session=None if is_5 else not is_kept,
    protocol=mqtt.MQTTv5 if is_5 else mqtt.MQTTv311,
    transport="websockets" if url.scheme.startswith("ws") else "tcp",
)
client.done = "topicFilter" in order
client.on_connect = connected
client.on_message = heard
client.on_publish = published
if url.scheme.startswith("ws"):
    client.ws_set_options(path=url.path)
if "caFile" in order["door"]:
    own = order["door"].get("clientCertificate", {})
    client.tls_set(order["door"]["caFile"], own.get("certFile"), own.get("keyFile"))
if "credentials" in order:
    client.username_pw_set(order["credentials"]["userName"], order["credentials"]["password"])
if "will" in order:
    will = order["will"]
    client.will_set(will["topic"], will["payload"], will["qos"])

# Not disconnected in the handler: what it interrupts may hold the locks of the library.
is_leaving = False
signal.signal(signal.SIGINT, leave)
if is_5:
    properties = Properties(PacketTypes.CONNECT)
    if is_kept:
        properties.SessionExpiryInterval = 300
    client.connect(url.hostname, url.port, clean_start=not is_kept, properties=properties)
else:
    client.connect(url.hostname, url.port)
while client.loop(timeout=0.1) == mqtt.MQTT_ERR_SUCCESS:
    if is_leaving:
        client.disconnect()
sys.exit(0 if client.done else 1)
