/* log_mel_f32: one window of audio to the logarithms of its energies on the mel scale, or to their cosine transform (MFCC).
 *   shapes  audio [window]  taper [window]  twiddles [fft]: cos and -sin of 2 pi k / fft for k < fft / 2, side by side
 *           spans [mel_bins, 2]: first frequency and count; weights: those of all spans, one after the other
 *           transform [coefficients, mel_bins], or none; scratch [2 * fft + mel_bins]; out [coefficients or mel_bins]
 *   maths   s = FFT(audio * taper, zeros to fft);  e[m] = sum over the span of weight * (re^2 + im^2, or its square root)
 *           l[m] = log(e[m] + log_offset);  out = l, or transform * l
 *   exact   single precision in this order of operations (-ffp-contract=off): the same bits everywhere
 *   source  radix-2 decimation in time (Cooley and Tukey 1965)
 */
#ifndef THIMBLE_LOG_MEL_F32_H
#define THIMBLE_LOG_MEL_F32_H

#include <stdint.h>

typedef struct {
  int32_t window, fft;            /* fft a power of two, at least window and 2 */
  int32_t mel_bins, coefficients; /* coefficients 0: no transform */
  int32_t magnitude;              /* 1: of magnitudes, 0: of powers */
  float log_offset;
} thimble_log_mel_f32_params;

void thimble_log_mel_f32(const thimble_log_mel_f32_params *params, const float *audio, const float *taper, const float *twiddles,
                         const int32_t *spans, const float *weights, const float *transform, float *scratch, float *out);

#endif
