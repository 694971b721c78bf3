/** What `vite.config.ts` makes of the names that Unicode gives to signs. */
declare module "signs:*" {
  const signs: [sign: string, name: string, ...words: string[]][];
  export default signs;
}
