/** The alerts Lin'an writes, read by a reader of CAP that nobody here wrote (@dec112/cap-ts). */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";

type Alert = { identifier: string; sender: string; status: number };
type Peer = { CAP_1_2: { Alert: { fromXML(text: string): Promise<Alert> | Alert } } };

// A file of its own to the bundler: it asks for Node's modules in a way that a bundle cannot.
const { CAP_1_2 } = createRequire(join(process.cwd(), "package.json"))("@dec112/cap-ts") as Peer;

/** The peer's numbers for Actual and Exercise. */
const STATUS = { relayed: 0, practised: 2 } as const;

for (const name of ["relayed", "practised"] as const) {
  test(`a ${name} alert is read whole`, async () => {
    const text = await readFile(`tests/samples/cap/written_${name}.xml`, "utf8");

    const alert = await CAP_1_2.Alert.fromXML(text);

    assert.equal(alert.identifier, /<identifier>(.*)<\/identifier>/.exec(text)?.[1]);
    assert.equal(alert.sender, /<sender>(.*)<\/sender>/.exec(text)?.[1]);
    assert.equal(alert.status, STATUS[name]);
  });
}
