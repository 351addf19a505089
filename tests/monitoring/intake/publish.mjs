// Publishes one reading through mqtt.js and ends when it is acknowledged.
// Usage: node publish.mjs PORT TOKEN VERSION MESSAGE
import mqtt from "mqtt";

const [port, username, version, message] = process.argv.slice(2);
const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, {
  username,
  protocolVersion: Number(version),
  protocolId: version === "3" ? "MQIsdp" : "MQTT",
});
await client.publishAsync("v1/devices/me/telemetry", message, { qos: 1 });
await client.endAsync();
