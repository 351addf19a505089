/** A sheet to sign on with a finger or a pen; what is drawn goes into the file field, which stays usable by hand. */

const INK_PX = 3;
const TYPE = "image/png";

type Spot = { x: number; y: number };

/** Where on the sheet's own pixels a pointer is. */
export function spotOn(box: DOMRect, width: number, height: number, pointer: { clientX: number; clientY: number }): Spot {
  return {
    x: ((pointer.clientX - box.left) / box.width) * width,
    y: ((pointer.clientY - box.top) / box.height) * height,
  };
}

export function start(element: HTMLElement): void {
  const sheet = element.querySelector("canvas");
  const field = element.querySelector<HTMLInputElement>("input[type=file]");
  const tools = element.querySelector<HTMLElement>("[data-signing-tools]");
  const ink = sheet?.getContext("2d");
  if (!sheet || !field || !tools || !ink) return;
  tools.hidden = false;

  const put = (drawn: Blob | null): void => {
    const files = new DataTransfer();
    if (drawn) files.items.add(new File([drawn], "signature.png", { type: TYPE }));
    field.files = files.files;
  };
  const clean = (): void => {
    ink.fillStyle = "#fff";
    ink.fillRect(0, 0, sheet.width, sheet.height);
    ink.strokeStyle = "#111";
    ink.lineWidth = INK_PX;
    ink.lineCap = ink.lineJoin = "round";
  };
  const at = (event: PointerEvent): Spot => spotOn(sheet.getBoundingClientRect(), sheet.width, sheet.height, event);

  sheet.addEventListener("pointerdown", (event) => {
    const { x, y } = at(event);
    sheet.setPointerCapture(event.pointerId);
    ink.beginPath();
    ink.moveTo(x, y);
    ink.lineTo(x, y);
    ink.stroke();
  });
  sheet.addEventListener("pointermove", (event) => {
    if (!sheet.hasPointerCapture(event.pointerId)) return;
    const { x, y } = at(event);
    ink.lineTo(x, y);
    ink.stroke();
  });
  sheet.addEventListener("pointerup", () => sheet.toBlob(put, TYPE));
  element.querySelector("[data-signing-away]")?.addEventListener("click", () => {
    clean();
    put(null);
  });
  clean();
}
