// Of PouchDB what the benchmark uses; its own package has no types.
declare module 'pouchdb-node' {
  type Json = Readonly<Record<string, unknown>>;
  type Replicated = { readonly docs_written: number; readonly errors: readonly unknown[] };
  type Replicate = (other: string, options?: Json) => PromiseLike<Replicated>;
  export default class PouchDB {
    constructor(name: string);
    readonly replicate: { readonly to: Replicate; readonly from: Replicate };
    info(): Promise<Json>;
    get(id: string): Promise<Json>;
    put(document: Json): Promise<Json>;
    bulkDocs(documents: readonly Json[], options?: Json): Promise<readonly Json[]>;
    bulkGet(asked: Json): Promise<Json>;
    revsDiff(asked: Json): Promise<Json>;
    changes(asked: Json): PromiseLike<Json>;
    close(): Promise<void>;
  }
}
