import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import * as engineModule from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

/** A Prisma schema: its file name and text. */
export type Schema = { path: string; content: string };
type Adapter = Awaited<ReturnType<PrismaPg["connect"]>>;

/** Columns of PostgreSQL's internal type "char" in the engine's questions about the catalogue. */
const CHAR_COLUMNS = new Set(["constraint_type", "confdeltype", "confupdtype"]);

/** Prisma's own engine as WebAssembly: its command line would download a native one, which a closed network forbids. */
export async function withEngine<T>(
  url: string,
  schema: Schema,
  work: (engine: engineModule.SchemaEngine) => Promise<T>,
): Promise<T> {
  loadEngine();
  const connections = new WholeScripts(connectionOf(url));
  // The engine reads bounds of sequences, which a number cannot hold; the product's own reading of int8 comes back after.
  const readInt8 = pg.types.getTypeParser(pg.types.builtins.INT8);
  pg.types.setTypeParser(pg.types.builtins.INT8, String);
  try {
    const adapters = bindMigrationAwareSqlAdapterFactory(connections);
    return await work(
      await engineModule.SchemaEngine.new({ datamodels: [[schema.path, schema.content]] }, () => undefined, adapters),
    );
  } catch (error) {
    throw connections.failure ?? error;
  } finally {
    pg.types.setTypeParser(pg.types.builtins.INT8, readInt8);
    await connections.end();
  }
}

/** Prisma's adapter cuts scripts at every semicolon, also inside functions; PostgreSQL takes them whole, all or nothing. */
class WholeScripts extends PrismaPg {
  #open: Adapter[] = [];
  /** What PostgreSQL said; the engine only knows that something outside it failed. */
  failure: unknown;
  override async connect() {
    return this.#keep(await super.connect());
  }
  override async connectToShadowDb() {
    const shadow = this.#keep(await super.connectToShadowDb());
    const pool = shadow.underlyingDriver();
    // Prisma drops it while still connected to it, which PostgreSQL refuses.
    shadow.dispose = async () => {
      await pool.end();
      const main = await this.connect();
      await main.executeScript(`DROP DATABASE "${pool.options.database}"`);
    };
    return shadow;
  }
  async end() {
    for (const adapter of this.#open) if (!adapter.underlyingDriver().ended) await adapter.dispose();
  }
  #keep(adapter: Adapter): Adapter {
    adapter.executeScript = async (script) => {
      try {
        await adapter.underlyingDriver().query(script);
      } catch (error) {
        this.failure = error;
        throw error;
      }
    };
    // The adapter does not know PostgreSQL's internal type "char", in which the catalogue says what kind a constraint is.
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const found = await queryRaw({ ...query, sql: castInternalChars(query.sql) });
      for (const [index, name] of found.columnNames.entries()) {
        if (CHAR_COLUMNS.has(name)) found.columnTypes[index] = ColumnTypeEnum.Character;
      }
      return found;
    };
    this.#open.push(adapter);
    return adapter;
  }
}

/** In parts: pg would let the database named in a URL win over the shadow database that is asked for. */
function connectionOf(url: string): pg.PoolConfig {
  const client = new pg.Client({ connectionString: url });
  const { host, port, user, password, database, ssl } = client;
  return { host, port, ...(user && { user }), ...(password && { password }), ...(database && { database }), ssl };
}

const castInternalChars = (sql: string) =>
  sql
    .replace("constr.contype AS constraint_type", "constr.contype::text AS constraint_type")
    .replaceAll(/^(\s*)con\.(confdeltype|confupdtype),$/gm, "$1con.$2::text AS $2,");

let loaded = false;
function loadEngine(): void {
  if (loaded) return;
  const glue = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const module = new WebAssembly.Module(readFileSync(glue.replace(/\.js$/, ".wasm")));
  const imports = { "./schema_engine_bg.js": engineModule as unknown as WebAssembly.ModuleImports };
  const { exports } = new WebAssembly.Instance(module, imports);
  engineModule.__wbg_set_wasm(exports);
  (exports["__wbindgen_start"] as () => void)();
  loaded = true;
}
