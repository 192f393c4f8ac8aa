#include "simulator/stream.h"

#include <cstddef>

#include "simulator/philox.h"

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
  if (philox::HasAvx2()) {
    const size_t blocks = left / 16 * 8;
    philox::FillAvx2(address, to, blocks);
    address.block += blocks;
    to += 2 * blocks;
    left -= 2 * blocks;
  }
  philox::FillPortable(address, to, left / 2);
  if (left % 2 == 1) {
    address.block += left / 2;
    to[left - 1] = philox::PairAt(address).even;
  }
}

}  // namespace tfsck
