import assert from "node:assert/strict";
import { test } from "node:test";
import { EVERYTHING, gather, namesOf, touched, touches } from "./names";

test("an element is touched by the names it watches and by no name that only begins like them", () => {
  assert.equal(touches("alarm-7 alarms", new Set(["alarm-7"])), true);
  assert.equal(touches("alarm-7 alarms", new Set(["alarm-70"])), false);
});

test("after a gap every element is touched", () => {
  assert.equal(touches("alarm-7", new Set([EVERYTHING])), true);
});

test("names are read from a bare list and from an object", () => {
  assert.deepEqual(namesOf('["alarm-7","alarms"]'), ["alarm-7", "alarms"]);
  assert.deepEqual(namesOf('{"about":["task-3"]}'), ["task-3"]);
  assert.deepEqual(namesOf('{"id":4}'), []);
});

test("changes in one breath are told once", () => {
  const told: string[][] = [];
  const timers: (() => void)[] = [];
  const add = gather((changed) => told.push([...changed]), 150, (run) => timers.push(run));

  add(["alarm-7"]);
  add(["alarms", "alarm-7"]);
  timers.forEach((run) => run());

  assert.deepEqual(told, [["alarm-7", "alarms"]]);
});

test("what asks anew is told which of the names it watches changed, or that all of them may have", () => {
  assert.deepEqual(touched("alarms tasks zones", new Set(["tasks", "shelters", "zones"])), ["tasks", "zones"]);
  assert.deepEqual(touched("alarms", new Set([EVERYTHING])), [EVERYTHING]);
});
