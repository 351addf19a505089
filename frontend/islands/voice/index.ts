/** Records a voice note into the file field of a form, so that it is sent, and kept, like any other file.
 *
 * Records WebM with Opus, or on an iPhone MP4 with AAC; where a browser can do neither the plain file field stays.
 */

const TYPES = ["audio/webm;codecs=opus", "audio/mp4;codecs=mp4a.40.2", "audio/mp4"];
const LONGEST_MS = 60_000;
const BITS_PER_SECOND = 32_000;

function part<Found extends HTMLElement>(element: HTMLElement, name: string): Found {
  return element.querySelector<Found>(`[data-voice-${name}]`)!;
}

export function start(element: HTMLElement): void {
  const type = "MediaRecorder" in window ? TYPES.find((one) => MediaRecorder.isTypeSupported(one)) : undefined;
  if (!type) return;
  const kind = type.split(";")[0]!;
  const field = element.querySelector<HTMLInputElement>("input[type=file]")!;
  const record = part<HTMLButtonElement>(element, "record");
  const stop = part<HTMLButtonElement>(element, "stop");
  const away = part<HTMLButtonElement>(element, "away");
  const heard = part<HTMLAudioElement>(element, "heard");
  field.hidden = true;
  part(element, "tools").hidden = false;

  const put = (recording: Blob | null): void => {
    const files = new DataTransfer();
    if (recording) files.items.add(new File([recording], kind === "audio/mp4" ? "voice.m4a" : "voice.webm", { type: kind }));
    field.files = files.files;
    URL.revokeObjectURL(heard.src);
    if (recording) heard.src = URL.createObjectURL(recording);
    heard.hidden = away.hidden = recording === null;
  };

  const take = (stream: MediaStream): void => {
    const recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: BITS_PER_SECOND });
    const pieces: Blob[] = [];
    const began = Date.now();
    const clock = setInterval(() => {
      part(element, "seconds").textContent = String(Math.floor((Date.now() - began) / 1000));
    }, 500);
    const end = (): void => {
      if (recorder.state !== "inactive") recorder.stop();
    };
    const limit = setTimeout(end, LONGEST_MS);
    recorder.addEventListener("dataavailable", ({ data }) => pieces.push(data));
    recorder.addEventListener("stop", () => {
      clearInterval(clock);
      clearTimeout(limit);
      stream.getTracks().forEach((track) => track.stop());
      record.hidden = false;
      stop.hidden = true;
      put(new Blob(pieces, { type: kind }));
    });
    stop.onclick = end;
    record.hidden = true;
    stop.hidden = false;
    put(null);
    recorder.start();
  };

  record.addEventListener("click", () => {
    part(element, "said").textContent = "";
    navigator.mediaDevices.getUserMedia({ audio: true }).then(take, () => {
      part(element, "said").textContent = element.dataset["refused"] ?? "";
    });
  });
  away.addEventListener("click", () => put(null));
}
