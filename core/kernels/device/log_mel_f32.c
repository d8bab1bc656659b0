#include "log_mel_f32.h"

#include "float_math.h"

/* In place; re and im in bit-reversed order become the spectrum. */
static void butterflies(int32_t n, const float *twiddles, float *re, float *im) {
  for (int32_t half = 1; half < n; half *= 2) {
    const int32_t step = n / (2 * half);
    for (int32_t k = 0; k < half; k++) {
      const float cosine = twiddles[2 * k * step], sine = twiddles[2 * k * step + 1];
      for (int32_t a = k; a < n; a += 2 * half) {
        const int32_t b = a + half;
        const float turned_re = re[b] * cosine - im[b] * sine;
        const float turned_im = re[b] * sine + im[b] * cosine;
        re[b] = re[a] - turned_re;
        im[b] = im[a] - turned_im;
        re[a] = re[a] + turned_re;
        im[a] = im[a] + turned_im;
      }
    }
  }
}

static void swap_bit_reversed(int32_t n, float *re) {
  int32_t reversed = 0;
  for (int32_t i = 1; i < n; i++) {
    int32_t bit = n / 2;
    for (; reversed & bit; bit /= 2) reversed -= bit;
    reversed += bit;
    if (i < reversed) {
      const float kept = re[i];
      re[i] = re[reversed];
      re[reversed] = kept;
    }
  }
}

void thimble_log_mel_f32(const thimble_log_mel_f32_params *params, const float *audio, const float *taper, const float *twiddles,
                         const int32_t *spans, const float *weights, const float *transform, float *scratch, float *out) {
  float *re = scratch, *im = scratch + params->fft, *logs = scratch + 2 * params->fft;
  for (int32_t i = 0; i < params->fft; i++) {
    re[i] = i < params->window ? audio[i] * taper[i] : 0.0f;
    im[i] = 0.0f;
  }
  swap_bit_reversed(params->fft, re); /* im is all zeros */
  butterflies(params->fft, twiddles, re, im);
  for (int32_t m = 0; m < params->mel_bins; m++) {
    float energy = 0.0f;
    for (int32_t i = 0; i < spans[2 * m + 1]; i++) {
      const int32_t f = spans[2 * m] + i;
      const float power = re[f] * re[f] + im[f] * im[f];
      energy += *weights++ * (params->magnitude ? thimble_math_sqrt(power) : power);
    }
    logs[m] = thimble_math_log(energy + params->log_offset);
  }
  if (params->coefficients == 0) {
    for (int32_t m = 0; m < params->mel_bins; m++) out[m] = logs[m];
    return;
  }
  for (int32_t k = 0; k < params->coefficients; k++) {
    float sum = 0.0f;
    for (int32_t m = 0; m < params->mel_bins; m++) sum += transform[k * params->mel_bins + m] * logs[m];
    out[k] = sum;
  }
}
