/*
 * A generator in C, to have something to be measured against: it connects, and either floods PUBLISH at QoS 0
 * without ever waiting, or keeps a window of PUBLISH at QoS 1 full. Prints messages per second over the whole run,
 * a PINGRESP behind the last message included.
 *
 * Usage: flood PORT SECONDS QOS WINDOW
 */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { PAYLOAD = 64, BATCH = 64, READ = 256 * 1024 };

static const char topic[] = "assay/flood";
static uint8_t incoming[READ];

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void send_all(int peer, const uint8_t *bytes, size_t length) {
  while (length > 0) {
    ssize_t sent = send(peer, bytes, length, 0);
    if (sent <= 0) fail("send");
    bytes += sent;
    length -= (size_t)sent;
  }
}

static ssize_t receive(int peer) {
  ssize_t length = recv(peer, incoming, READ, 0);
  if (length <= 0) fail("recv");
  return length;
}

static int dial(int port) {
  int peer = socket(AF_INET, SOCK_STREAM, 0);
  int on = 1;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
  if (connect(peer, (struct sockaddr *)&address, sizeof address) != 0) fail("connect");
  setsockopt(peer, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  static const uint8_t hello[] = {0x10, 17, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 60, 0, 5, 'f', 'l', 'o', 'o', 'd'};
  send_all(peer, hello, sizeof hello);
  if (receive(peer) < 4 || incoming[3] != 0) fail("CONNACK");
  return peer;
}

/* A batch of equal messages; at QoS 1 their Packet Identifiers are filled in before each write. */
static size_t fill(uint8_t *batch, int qos) {
  size_t topic_length = sizeof topic - 1;
  size_t remaining = 2 + topic_length + (qos > 0 ? 2 : 0) + PAYLOAD;
  size_t frame = 2 + remaining;
  for (int index = 0; index < BATCH; index += 1) {
    uint8_t *at = batch + (size_t)index * frame;
    memset(at, 'x', frame);
    at[0] = (uint8_t)(0x30 | qos << 1);
    at[1] = (uint8_t)remaining;
    at[2] = 0;
    at[3] = (uint8_t)topic_length;
    memcpy(at + 4, topic, topic_length);
  }
  return frame;
}

int main(int count, char **words) {
  if (count != 5) return 64;
  double length = atof(words[2]);
  int qos = atoi(words[3]);
  long window = atol(words[4]);
  int peer = dial(atoi(words[1]));
  static uint8_t batch[BATCH * 128];
  size_t frame = fill(batch, qos);
  size_t identifier_at = 4 + sizeof topic - 1;
  uint64_t sent = 0, acknowledged = 0, partial = 0;
  uint16_t identifier = 0;
  double from = seconds();
  while (seconds() - from < length) {
    long room = qos == 0 ? BATCH : window - (long)(sent - acknowledged);
    while (room >= 1) {
      int many = room < BATCH ? (int)room : BATCH;
      for (int index = 0; qos > 0 && index < many; index += 1) {
        identifier = identifier == 65535 ? 1 : (uint16_t)(identifier + 1);
        batch[(size_t)index * frame + identifier_at] = (uint8_t)(identifier >> 8);
        batch[(size_t)index * frame + identifier_at + 1] = (uint8_t)identifier;
      }
      send_all(peer, batch, (size_t)many * frame);
      sent += (uint64_t)many;
      room -= many;
    }
    if (qos == 0) continue;
    partial += (uint64_t)receive(peer);
    acknowledged += partial / 4;
    partial %= 4;
  }
  static const uint8_t ping[] = {0xc0, 0};
  send_all(peer, ping, sizeof ping);
  for (uint64_t owed = (sent - acknowledged) * (qos > 0 ? 4 : 0) + 2 - partial; owed > 0;) {
    uint64_t got = (uint64_t)receive(peer);
    owed = got >= owed ? 0 : owed - got;
  }
  printf("%.0f\n", (double)sent / (seconds() - from));
  close(peer);
  return 0;
}
