// Hugging Face's format of model files: eight bytes for the header's length, the header in JSON, the numbers.
export { readSafetensors } from "./readSafetensors.js";
export { type WriteSafetensorsOptions, writeSafetensors } from "./writeSafetensors.js";
