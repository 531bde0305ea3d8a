// Trains and measures, away from the page, which goes on answering.
import { type Answer, jobs, type Question } from "./jobs/jobs.js";

const answerTo = ({ id, name, given }: Question): Answer => {
  try {
    const job = jobs[name] as (...given: readonly unknown[]) => unknown;
    return { id, result: job(...given) };
  } catch (error) {
    return { id, error: String(error) };
  }
};

addEventListener("message", ({ data }: MessageEvent<Question>) => postMessage(answerTo(data)));
