// What the machine itself can do: relu by hand with SSE 4.1, four vectors a turn; by the compiler for this very processor; and a copy.
//
// A request is a line on stdin: "time <length> <calls>" answers with nanoseconds, "apply <length>" is followed by the floats
// themselves and answers with as many. Inputs are windows of a pool in random order, as everybody else's are.
#define _POSIX_C_SOURCE 199309L
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#if defined(HAND)
#include <smmintrin.h>
static void kernel(const float *x, float *y, size_t n) {
  const __m128 zero = _mm_setzero_ps();
  size_t i = 0;
  // The second operand is what maxps gives for NaN and for zeros, so that both survive.
  for (; i + 16 <= n; i += 16)
    for (size_t k = 0; k < 16; k += 4) _mm_storeu_ps(y + i + k, _mm_max_ps(zero, _mm_loadu_ps(x + i + k)));
  for (; i < n; i++) y[i] = x[i] < 0 ? 0 : x[i];
}
#elif defined(COPY)
static void kernel(const float *x, float *y, size_t n) { memcpy(y, x, n * sizeof *x); }
#else
static void kernel(const float *restrict x, float *restrict y, size_t n) {
  for (size_t i = 0; i < n; i++) y[i] = x[i] < 0 ? 0 : x[i];
}
#endif

enum { POOL = 1 << 18, MOST_WINDOWS = 2048 };

static uint32_t state = 1;
static uint32_t next(void) { return state = state * 1664525u + 1013904223u; }

static float *allocate(size_t n) {
  void *p = NULL;
  if (posix_memalign(&p, 64, (n ? n : 1) * sizeof(float))) exit(1);
  return p;
}

static long long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

int main(void) {
  size_t have = 0, windows = 1;
  float *pool = NULL, *y = NULL;
  char line[128];
  while (fgets(line, sizeof line, stdin)) {
    size_t length, calls;
    if (sscanf(line, "apply %zu", &length) == 1) {
      float *x = allocate(length), *z = allocate(length);
      if (fread(x, sizeof *x, length, stdin) != length) return 1;
      kernel(x, z, length);
      fwrite(z, sizeof *z, length, stdout);
      free(x);
      free(z);
    } else if (sscanf(line, "time %zu %zu", &length, &calls) == 2) {
      if (length != have) {
        free(pool);
        free(y);
        have = length;
        for (windows = 1; windows < MOST_WINDOWS && 2 * windows * length <= POOL;) windows *= 2;
        pool = allocate(windows * length);
        y = allocate(length);
        for (size_t i = 0; i < windows * length; i++) pool[i] = (float)(int32_t)next() / (1 << 28);
        memset(y, 0, length * sizeof *y);
      }
      const long long start = now();
      for (size_t i = 0; i < calls; i++) {
        kernel(pool + ((next() >> 16) & (windows - 1)) * length, y, length);
        // The compiler has to believe that somebody reads it.
        __asm__ volatile("" : : "r"(y) : "memory");
      }
      printf("%lld\n", now() - start);
    } else return 1;
    fflush(stdout);
  }
}
