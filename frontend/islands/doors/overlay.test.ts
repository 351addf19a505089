import assert from "node:assert/strict";
import { test } from "node:test";
import { doorOfMet, knocked, metIn, ofList, outlived, settled, shown, unsent, type Change } from "./overlay";

function change(columns: Partial<Change>): Change {
  return {
    key: "k", list: "1", entry: "7", evacuee: "", to: "told", note: "", at: 0, received: null, strange: false, ...columns,
  };
}

test("a door shows the newest change that the phone keeps, sent or not", () => {
  const kept = [change({ to: "arrived", at: 9 }), change({ to: "told", at: 4, received: 5 })];

  assert.equal(shown(kept, "7")?.to, "arrived");
});

test("what is said of one person does not show on the door", () => {
  const kept = [change({ evacuee: "3", to: "refused" })];

  assert.equal(shown(kept, "7"), null);
  assert.equal(shown(kept, "7", "3")?.to, "refused");
});

test("a change that belongs to no door of the list is not shown", () => {
  assert.equal(shown([change({ strange: true })], "7"), null);
});

test("only what was not received is sent, in the order of the taps, and of this list alone", () => {
  const kept = [change({ key: "b", at: 8 }), change({ key: "a", at: 2 }), change({ key: "c", received: 1 }), change({ list: "2" })];

  assert.deepEqual(unsent(ofList(kept, "1")).map(({ key }) => key), ["a", "b"]);
});

test("what a page was made after is forgotten, and what it cannot hold yet is kept", () => {
  const kept = [change({ key: "old", received: 100 }), change({ key: "new", received: 300 }), change({ key: "unsent" })];

  assert.deepEqual(outlived(kept, 200), ["old"]);
});

test("a door counts as knocked at once anything was said of it", () => {
  assert.equal(knocked(["to_tell", "told", "not_reached"]), 2);
});

test("a word about somebody noted here goes to the door that the house gave them, once there is one", () => {
  const kept = [change({ key: "a", entry: doorOfMet("m1") }), change({ key: "b", entry: doorOfMet("m2") }), change({ key: "c" })];

  assert.deepEqual(settled(kept, new Map([["m1", "31"]])).map(({ entry }) => entry), ["31", doorOfMet("m2"), "7"]);
  assert.equal(metIn(doorOfMet("m2")), "m2");
  assert.equal(metIn("31"), null);
});
