/** What `npm run licences` has gathered, put in by `vite.config.ts`; null in a build that goes without. */
declare module "licence-texts" {
  const gathered: { texts: string[]; parts: Record<string, number[]> } | null;
  export default gathered;
}
