/** Rows kept on this device in IndexedDB; each has a key of its own. */

export type Keyed = { key: string };

function done<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("the device keeps nothing"));
  });
}

export class Kept<Row extends Keyed> {
  private constructor(private readonly database: IDBDatabase, private readonly store: string) {}

  static async open<Row extends Keyed>(name: string, store: string): Promise<Kept<Row>> {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(store, { keyPath: "key" });
    return new Kept<Row>(await done(request), store);
  }

  all(): Promise<Row[]> {
    return done(this.rows("readonly").getAll() as IDBRequest<Row[]>);
  }

  /** Resolves when the row is on the device, not before. */
  put(row: Row): Promise<void> {
    return this.written((rows) => rows.put(row));
  }

  remove(keys: Iterable<string>): Promise<void> {
    return this.written((rows) => {
      for (const key of keys) rows.delete(key);
    });
  }

  private written(write: (rows: IDBObjectStore) => void): Promise<void> {
    const transaction = this.database.transaction(this.store, "readwrite", { durability: "strict" });
    write(transaction.objectStore(this.store));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error("the device keeps nothing"));
    });
  }

  private rows(mode: IDBTransactionMode): IDBObjectStore {
    return this.database.transaction(this.store, mode).objectStore(this.store);
  }
}
