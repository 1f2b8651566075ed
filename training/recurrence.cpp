// The recurrence of the encoder's layers, forwards and backwards, for training on a CPU.
//
// Per direction and cell, with u0, u1, u2 from a matrix product and x the layer's input (Lei et al., "Simple Recurrent
// Units for Highly Parallelizable Recurrence", EMNLP 2018, without the peephole terms):
//   f = sigmoid(u1)   r = sigmoid(u2)   c = f c' + (1 - f) u0   h = r c + (1 - r) x
// The first half of the cells runs from the first word to the last, the second half from the last to the first.
#include <torch/extension.h>
#include <cmath>
#include <vector>

static inline float sigmoid(float x) { return 1.0f / (1.0f + std::exp(-x)); }

// u: batch × time × 3 × cells, x: batch × time × cells, lengths: batch. Gives h, f, r, c, each batch × time × cells.
std::vector<torch::Tensor> forward(torch::Tensor u, torch::Tensor x, torch::Tensor lengths) {
  auto h = torch::zeros_like(x), f = torch::empty_like(x), r = torch::empty_like(x), c = torch::empty_like(x);
  const int64_t B = x.size(0), T = x.size(1), D = x.size(2), H = D / 2;
  const float *U = u.data_ptr<float>(), *X = x.data_ptr<float>();
  float *Hh = h.data_ptr<float>(), *F = f.data_ptr<float>(), *R = r.data_ptr<float>(), *C = c.data_ptr<float>();
  const int64_t *L = lengths.data_ptr<int64_t>();
  std::vector<float> carry(D);
  for (int64_t b = 0; b < B; b++)
    for (int dir = 0; dir < 2; dir++) {
      std::fill(carry.begin(), carry.end(), 0.0f);
      for (int64_t s = 0; s < L[b]; s++) {
        const int64_t t = dir ? L[b] - 1 - s : s, at = (b * T + t) * D;
        const float *u0 = U + (b * T + t) * 3 * D, *u1 = u0 + D, *u2 = u1 + D;
        for (int64_t i = dir * H; i < dir * H + H; i++) {
          const float ff = sigmoid(u1[i]), rr = sigmoid(u2[i]);
          const float cc = ff * carry[i] + (1 - ff) * u0[i];
          carry[i] = cc;
          F[at + i] = ff; R[at + i] = rr; C[at + i] = cc;
          Hh[at + i] = rr * cc + (1 - rr) * X[at + i];
        }
      }
    }
  return {h, f, r, c};
}

std::vector<torch::Tensor> backward(torch::Tensor g, torch::Tensor u, torch::Tensor x, torch::Tensor lengths,
                                    torch::Tensor f, torch::Tensor r, torch::Tensor c) {
  auto gu = torch::zeros_like(u), gx = torch::zeros_like(x);
  const int64_t B = x.size(0), T = x.size(1), D = x.size(2), H = D / 2;
  const float *G = g.data_ptr<float>(), *U = u.data_ptr<float>(), *X = x.data_ptr<float>();
  const float *F = f.data_ptr<float>(), *R = r.data_ptr<float>(), *C = c.data_ptr<float>();
  float *GU = gu.data_ptr<float>(), *GX = gx.data_ptr<float>();
  const int64_t *L = lengths.data_ptr<int64_t>();
  std::vector<float> carry(D), zero(D, 0.0f);
  for (int64_t b = 0; b < B; b++)
    for (int dir = 0; dir < 2; dir++) {
      std::fill(carry.begin(), carry.end(), 0.0f);
      for (int64_t s = L[b] - 1; s >= 0; s--) {
        const int64_t t = dir ? L[b] - 1 - s : s, before = dir ? t + 1 : t - 1, at = (b * T + t) * D;
        const float *last = s ? C + (b * T + before) * D : zero.data();
        const float *u0 = U + (b * T + t) * 3 * D;
        float *g0 = GU + (b * T + t) * 3 * D, *g1 = g0 + D, *g2 = g1 + D;
        for (int64_t i = dir * H; i < dir * H + H; i++) {
          const float ff = F[at + i], rr = R[at + i], gh = G[at + i];
          const float gc = gh * rr + carry[i];
          g2[i] = gh * (C[at + i] - X[at + i]) * rr * (1 - rr);
          GX[at + i] = gh * (1 - rr);
          g1[i] = gc * (last[i] - u0[i]) * ff * (1 - ff);
          g0[i] = gc * (1 - ff);
          carry[i] = gc * ff;
        }
      }
    }
  return {gu, gx};
}

PYBIND11_MODULE(TORCH_EXTENSION_NAME, m) {
  m.def("forward", &forward);
  m.def("backward", &backward);
}
