/** npm run screenshots -- <folder> : writes pictures of the main screens there. */
import { runnerImport } from "vite";

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error("Say where to: npm run screenshots -- <folder>");
  process.exit(2);
}
const { module } = await runnerImport("./scripts/pictures.ts");
await module.take(folder);
