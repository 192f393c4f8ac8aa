// Reading cty types from taped JSON, also those inside dynamic values.
//
// Internal to the cty files.  Source: go-cty v1.16.0, cty/json.go (Type.UnmarshalJSON).
#ifndef TFSCK_ENGINE_CTY_TYPE_READER_H_
#define TFSCK_ENGINE_CTY_TYPE_READER_H_

#include <cstdint>
#include <string>
#include <tl/expected.hpp>

#include "engine/cty_type.h"
#include "engine/json/tape.h"

namespace tfsck {

// Reads the type at `node` into `types` and gives its id; the error is go-cty's.  Linear.
tl::expected<uint32_t, std::string> ReadCtyType(const json::Tape& tape, uint32_t node,
                                                CtyTypeTable* types);

// Sorts attributes by name; of equal names the last one stays.
void SortAttributes(std::vector<CtyTypeChild>* attributes);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_CTY_TYPE_READER_H_
