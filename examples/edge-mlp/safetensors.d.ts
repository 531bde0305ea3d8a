// What the rule in wrangler.jsonc makes of the file: its bytes.
declare module "*.safetensors" {
  const bytes: ArrayBuffer;
  export default bytes;
}
