/** Pictures and voice notes of reports that wait, in the device's database. */

import { Kept } from "../../lib/kept";

type KeptFile = { key: string; report: string; name: string; file: File };

function store(): Promise<Kept<KeptFile>> {
  return Kept.open<KeptFile>("linan-reports", "files");
}

async function ofReport(report: string): Promise<KeptFile[]> {
  return (await (await store()).all()).filter((one) => one.report === report);
}

/** Puts the files of a form in place of those kept for the same report before. */
export async function keepFiles(report: string, body: FormData): Promise<void> {
  await forgetFiles(report);
  const kept = await store();
  const given = [...body].filter((entry): entry is [string, File] => entry[1] instanceof File && entry[1].size > 0);
  for (const [number, [name, file]] of given.entries()) await kept.put({ key: `${report}/${number}`, report, name, file });
}

/** Adds the files kept for a report; a device that keeps none still sends the words. */
export async function addFiles(report: string, body: FormData): Promise<void> {
  try {
    for (const { name, file } of await ofReport(report)) body.append(name, file);
  } catch {
    return;
  }
}

export async function forgetFiles(report: string): Promise<void> {
  await (await store()).remove((await ofReport(report)).map(({ key }) => key));
}
