#include "simulator/stream.h"

#include <cstddef>

#include "simulator/philox.h"
#include "simulator/vector_level.h"

namespace tfsck {
namespace {

philox::Address AddressOf(StreamKey key, uint32_t entity, uint8_t purpose, uint64_t draw) {
  return {.key = key.seed,
          .high = uint64_t{key.replication} << 40 | uint64_t{entity} << 8 | purpose,
          .block = draw / 2};
}

}  // namespace

double Uniform(StreamKey key, uint32_t entity, uint8_t purpose, uint64_t draw) {
  const philox::Pair pair = philox::PairAt(AddressOf(key, entity, purpose, draw));
  return draw % 2 == 0 ? pair.even : pair.odd;
}

void Uniforms(StreamKey key, uint32_t entity, uint8_t purpose, uint64_t first_draw,
              std::span<double> out) {
  if (out.empty()) return;
  double* to = out.data();
  size_t left = out.size();
  if (first_draw % 2 == 1) {
    *to++ = Uniform(key, entity, purpose, first_draw++);
    --left;
  }
  philox::Address address = AddressOf(key, entity, purpose, first_draw);
  const auto fill = [&](auto* by, size_t blocks) {
    by(address, to, blocks);
    address.block += blocks;
    to += 2 * blocks;
    left -= 2 * blocks;
  };
  if (HasAvx512()) fill(philox::FillAvx512, left / 32 * 16);
  if (HasAvx2()) fill(philox::FillAvx2, left / 16 * 8);
  fill(philox::FillSse2, left / 8 * 4);
  fill(philox::FillPortable, left / 2);
  if (left == 1) *to = philox::PairAt(address).even;
}

}  // namespace tfsck
