import { spawn, spawnSync } from "node:child_process";
import { chownSync } from "node:fs";
import { type Binaries, EmbeddedError } from "./binaries.ts";

type Owner = { uid: number; gid: number };
/** Runs PostgreSQL's programs as ourselves, or as the user postgres where we are root, whom PostgreSQL refuses. */
export type Launcher = {
  /** The program's exit code, or −1 if it could not be started. */
  run: (program: string, args: string[]) => Promise<number>;
  /** Gives a file or folder to whoever the server runs as. */
  handOver: (path: string) => void;
};

/** Who runs the server, and how. As root the user postgres is made if it is missing. Throws EmbeddedError. */
export function launcherFor(binaries: Binaries, dataDir: string): Launcher {
  if (process.getuid?.() !== 0) {
    return { run: (program, args) => runProgram(program, args, undefined), handOver: () => undefined };
  }
  const owner = postgresUser();
  const handOver = (path: string) => chownSync(path, owner.uid, owner.gid);
  const reaches = (file: string) => spawnSync("test", ["-x", file], { ...owner, cwd: "/" }).status === 0;
  if (reaches(binaries.pgCtl) && reaches(dataDir)) {
    return { run: (program, args) => runProgram(program, args, owner), handOver };
  }
  const prefix = throughClosedFolders(owner);
  return { run: (program, args) => runProgram("setpriv", [...prefix, program, ...args], undefined), handOver };
}

function postgresUser(): Owner {
  const idOf = (flag: string) => Number.parseInt(spawnSync("id", [flag, "postgres"], { encoding: "utf8" }).stdout, 10);
  if (Number.isNaN(idOf("-u"))) {
    spawnSync("groupadd", ["--system", "postgres"]);
    spawnSync("useradd", ["--system", "--gid", "postgres", "--no-create-home", "postgres"]);
  }
  const owner = { uid: idOf("-u"), gid: idOf("-g") };
  if (Number.isNaN(owner.uid) || Number.isNaN(owner.gid)) {
    throw new EmbeddedError("PostgreSQL refuses root, and the user postgres could not be made: start as another user");
  }
  return owner;
}

/**
 * A project below a folder that only root may enter (`/root`, `mktemp -d`): the user postgres keeps root's right to pass
 * folders and nothing else. `no_setuid_fixup` because PostgreSQL checks its own files with access(2).
 */
function throughClosedFolders({ uid, gid }: Owner): string[] {
  const passing = "+dac_override,+dac_read_search";
  const user = [`--reuid=${uid}`, `--regid=${gid}`, "--clear-groups"];
  const rights = ["--securebits=+no_setuid_fixup", `--inh-caps=${passing}`, `--ambient-caps=${passing}`];
  if (spawnSync("setpriv", [...user, ...rights, "true"], { cwd: "/" }).status !== 0) {
    throw new EmbeddedError("The user postgres may not enter this folder: move the project, or start as another user");
  }
  return [...user, ...rights];
}

function runProgram(command: string, args: string[], owner: Owner | undefined): Promise<number> {
  return new Promise((done) => {
    // Detached, so that Ctrl-C in the terminal reaches the starter only, which then stops the server in order.
    const options = {
      ...owner,
      cwd: "/",
      stdio: "ignore",
      detached: true,
      env: { NODE_ENV: "production", LC_ALL: "C" },
    } as const;
    const child = spawn(command, args, options);
    child.on("error", () => done(-1));
    child.on("exit", (code) => done(code ?? -1));
  });
}
