import assert from "node:assert/strict";
import { test } from "node:test";
import { patience, put, type Waiting, without } from "./waiting";

function report(key: string, at: number, text = ""): Waiting {
  return { key, at, url: "/report/", name: "燃气味", said: [["text", text]] };
}

test("a second report does not take the place of the first", () => {
  const queue = put([report("a", 1)], report("b", 2));

  assert.deepEqual(queue.map(({ key }) => key), ["a", "b"]);
});

test("a report written again keeps its age and has the new words", () => {
  const queue = put([report("a", 1, "烟")], report("a", 9, "明火"));

  assert.deepEqual(queue, [report("a", 1, "明火")]);
});

test("what was sent leaves the queue alone", () => {
  assert.deepEqual(without([report("a", 1), report("b", 2)], "a"), [report("b", 2)]);
});

test("pictures are given more time than words", () => {
  assert.equal(patience(1_000_000) - patience(0), 200_000);
});
