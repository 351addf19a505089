/** Sounds while an element with data-alarm-sound is on the page, that is until every alarm is acknowledged. */

import { word } from "../../lib/words";

const KEY = "linan-sound";
const LOOK_MS = 400;
const REPEAT_S = 1.6;

/** Two tones, a fourth apart, as fire panels use: heard through a sleepy room, not through the wall. */
function ring(audio: AudioContext): void {
  const from = audio.currentTime + 0.02;
  for (const [index, frequency] of [880, 1175, 880, 1175].entries()) {
    const tone = audio.createOscillator();
    const loudness = audio.createGain();
    const at = from + index * 0.28;
    tone.type = "triangle";
    tone.frequency.value = frequency;
    loudness.gain.setValueAtTime(0, at);
    loudness.gain.linearRampToValueAtTime(0.35, at + 0.02);
    loudness.gain.linearRampToValueAtTime(0, at + 0.26);
    tone.connect(loudness).connect(audio.destination);
    tone.start(at);
    tone.stop(at + 0.27);
  }
}

export function start(button: HTMLElement): void {
  let audio: AudioContext | null = null;
  let rangAt = -Infinity;

  const show = (): void => {
    const isOn = audio?.state === "running";
    button.dataset["state"] = isOn ? "on" : "off";
    button.setAttribute("aria-pressed", String(isOn));
    const place = button.querySelector("[data-sound-word]");
    if (place) place.textContent = word(isOn ? "soundOn" : "soundOff");
  };
  const allow = async (): Promise<void> => {
    audio ??= new AudioContext();
    audio.onstatechange = show;
    await audio.resume();
    localStorage.setItem(KEY, "on");
    show();
  };
  const wake = (): void => {
    if (localStorage.getItem(KEY) === "on" && audio?.state !== "running") void allow();
  };
  const look = (): void => {
    const isRinging = document.querySelector("[data-alarm-sound]") !== null;
    document.body.classList.toggle("is-alarming", isRinging);
    if (!isRinging || audio?.state !== "running" || audio.currentTime - rangAt < REPEAT_S) return;
    rangAt = audio.currentTime;
    ring(audio);
  };

  button.addEventListener("click", () => void allow());
  // A browser that heard the permission before still wants one touch on a fresh page.
  document.addEventListener("pointerdown", wake);
  document.addEventListener("keydown", wake);
  button.hidden = false;
  wake();
  show();
  setInterval(look, LOOK_MS);
}
