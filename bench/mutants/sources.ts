/**
 * The sources as modules, with a patch or without: every load is a graph of its own, in which all modules are new, so that
 * no table or cache of another load is in it. What has been translated once is kept; a load takes less than a tenth of a second.
 * Packages are shared by all loads.
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { createServer, createServerModuleRunner } from "vite";
import { planted, type Patch } from "./mutant.ts";

export interface Sources {
  /** Evaluates a module, by its path from the root, and what it imports; what `use` makes of it. */
  readonly load: <M, A>(module: string, patch: Patch | undefined, use: (module: M) => A | Promise<A>) => Promise<A>;
  readonly close: () => Promise<void>;
}

export const openSources = async (root: string): Promise<Sources> => {
  const absolute = (file: string): string => resolve(root, file).replaceAll("\\", "/");
  let patch: Patch | undefined;
  let reached = false;
  const server = await createServer({
    root,
    configFile: false,
    envFile: false,
    appType: "custom",
    logLevel: "error",
    server: { middlewareMode: true, watch: null, hmr: false, ws: false },
    optimizeDeps: { noDiscovery: true, include: [] },
    plugins: [{
      name: "plant",
      enforce: "pre",
      transform: (source, id) => {
        if (!patch || id !== absolute(patch.file)) return undefined;
        reached = true;
        return { code: planted(patch, source), map: null };
      },
    }],
  });
  const { ssr } = server.environments;
  const forget = (file: string): void => {
    for (const each of ssr.moduleGraph.getModulesByFile(absolute(file)) ?? []) ssr.moduleGraph.invalidateModule(each);
  };
  return {
    load: async <M, A>(module: string, own: Patch | undefined, use: (module: M) => A | Promise<A>): Promise<A> => {
      if (own) planted(own, readFileSync(absolute(own.file), "utf8"));
      [patch, reached] = [own, false];
      if (own) forget(own.file);
      const runner = createServerModuleRunner(ssr, { hmr: false, sourcemapInterceptor: false });
      try {
        const made = await use(await runner.import<M>(absolute(module)));
        if (own && !reached) throw new Error(`The patch of ${own.file} is in a file that ${module} does not load.`);
        return made;
      } finally {
        patch = undefined;
        if (own) forget(own.file);
        await runner.close();
      }
    },
    close: () => server.close(),
  };
};
