// What attributes hold: plausible text for an attribute, chosen by its name.
//
// Pure but for the Random they draw from.  Every function appends to a string it does not own.
#ifndef TFSCK_BENCH_GENERATE_STATE_VALUES_H_
#define TFSCK_BENCH_GENERATE_STATE_VALUES_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "bench/generate_state/random.h"

namespace tfsck::bench {

// The real object behind one resource instance.
struct Subject {
  std::string_view provider;  // aws, google, ...
  std::string_view type;
  std::string label;  // resource name and key, fit for a cloud name
  uint64_t uid = 0;   // unique in the state
};

std::string Hex(uint64_t value, int digits);
std::string Base64(std::string_view bytes);
void AppendRandomText(std::string_view alphabet, size_t size, Random& random, std::string* out);

// Unique in the state.
std::string IdOf(const Subject& subject);
std::string ArnOf(const Subject& subject);

// The text of the attribute `name` (of a nested one if !top_level).
void AppendText(std::string_view name, bool top_level, const Subject& subject, Random& random,
                std::string* out);

uint64_t NumberFor(std::string_view name, Random& random);

// A key and a value for a map attribute; `i` counts the map's entries.
std::string MapKey(std::string_view map, size_t i, Random& random);
void AppendMapValue(std::string_view map, const Subject& subject, Random& random, std::string* out);

}  // namespace tfsck::bench

#endif  // TFSCK_BENCH_GENERATE_STATE_VALUES_H_
