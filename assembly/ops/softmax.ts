// softmax(x) = e^(x − m)/Σe^(x − m), m the row's maximum      dx = y(dy − Σ dy · y)      mode 1: softmin(x) = softmax(−x)
//
//   forward maximum(x), exponentials(x → y), scale(y → y)      from the output dot(dy, y), combine(dy, y → dx)
//   backward maximum(x), exponentials(x → dx), mean(dy, dx), deviation(dy, dx → dx)
export { Combine, Dot, Exponentials, Maximum, Scale } from "../rows/softmax";
export { Deviation, Mean } from "../rows/softmaxGradient";
